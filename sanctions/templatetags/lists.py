"""For the desk's pages: how the lists are."""

from django import template

from sanctions import alarms

register = template.Library()

register.simple_tag(alarms.alarms, name="list_alarms")
register.simple_tag(alarms.states, name="list_states")
