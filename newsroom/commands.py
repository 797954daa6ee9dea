"""`manage.py`: what a command writes is, in the audit trail, the command's."""

from django.core.management import BaseCommand, ManagementUtility


class CommandLine(ManagementUtility):
    """Django's, with commands that say who they are."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        command = super().fetch_command(subcommand)
        from sanctions.acting import acting  # noqa: PLC0415, needs the models loaded

        run = command.run_from_argv

        def run_from_argv(argv: list[str]) -> None:
            with acting(through=f"command {subcommand}"):
                run(argv)

        command.run_from_argv = run_from_argv  # type: ignore[method-assign]
        return command
