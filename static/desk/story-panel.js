// The panel of claims beside the editor: fragments of the desk's own pages, fetched.

const FETCH = { "X-Requested-With": "fetch" }
const LOGGED_OUT =
  "You are logged out. Your text is still here: log in in another window, then try again."

export class Panel {
  /**
   * `onDraw(states, open)` hears what the server says of each claim, `onChecklist()` when the
   * checklist has been drawn again; `wordsOf(key)` says what stands in the text.
   */
  constructor(element, { onDraw, onChecklist, wordsOf }) {
    this.element = element
    this.onDraw = onDraw
    this.onChecklist = onChecklist
    this.wordsOf = wordsOf
    this.states = {}
    this.open = ""
    element.addEventListener("click", (event) => this.onClick(event))
    element.addEventListener("submit", (event) => this.onSubmit(event))
    element.addEventListener("change", (event) => this.onChange(event))
    element.addEventListener("input", (event) => this.onInput(event))
    element.addEventListener("focusin", (event) => this.onFocus(event))
    element.addEventListener("keydown", (event) => this.onKey(event))
  }

  get token() {
    return document.querySelector("[name=csrfmiddlewaretoken]").value
  }

  list() {
    return this.load(this.element.dataset.url)
  }

  show(key, { focus = false } = {}) {
    return this.load(`${this.element.dataset.url}${key}/`, { focus })
  }

  /** A mark just made in the editor becomes a claim. */
  add(key, words) {
    const body = new FormData()
    body.set("csrfmiddlewaretoken", this.token)
    body.set("key", key)
    body.set("words", words)
    return this.load(this.element.dataset.url, { method: "POST", body, focus: true })
  }

  async load(url, { focus = false, ...options } = {}) {
    this.element.setAttribute("aria-busy", "true")
    let answer = null
    try {
      answer = await fetch(url, { ...options, headers: FETCH })
    } catch {
      return this.say("The desk did not answer. Nothing is lost; try again.")
    } finally {
      this.element.removeAttribute("aria-busy")
    }
    if (answer.redirected) return this.say(LOGGED_OUT)
    if (!answer.ok) return this.say(`The desk answered ${answer.status}. Nothing is lost; try again.`)
    this.draw(await answer.text(), focus)
    if (options.method === "POST") await this.refreshChecklist()
  }

  draw(html, focus) {
    this.element.innerHTML = html
    for (const plain of this.element.querySelectorAll(".no-script")) plain.remove()
    const { states, open, work } = this.element.querySelector(".panel").dataset
    const bar = document.getElementById("story-work")
    if (bar) {
      bar.textContent = work
      bar.hidden = !work
    }
    this.states = JSON.parse(states)
    this.open = open
    this.onDraw(this.states, open, focus)
    this.element.scrollTop = 0
    if (!focus) return
    const heading = this.element.querySelector("#claim-heading") ?? this.element.querySelector("[aria-current]")
    heading?.focus({ preventScroll: true })
  }

  say(message) {
    this.tell(message, "panel-problem")
  }

  note(message) {
    this.tell(message, "panel-saved")
  }

  tell(message, name) {
    const said = this.element.querySelector(".panel-said") ?? this.element
    const line = document.createElement("p")
    line.className = name
    line.textContent = message
    said.replaceChildren(line)
  }

  onClick(event) {
    const link = event.target.closest("a[data-panel]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.load(link.href, { focus: true })
  }

  onSubmit(event) {
    event.preventDefault()
    const action = event.submitter?.value ?? "save"
    const sent = this.send(event.target, action)
    if (action.startsWith("offer:")) sent.then(() => {
      this.element.querySelector(".claim-choices button, [name=claim-kind]")?.focus()
    })
  }

  send(form, action) {
    const body = new FormData(form)
    body.set("action", action)
    body.set("claim-words", this.wordsOf(this.open) ?? "")
    return this.load(form.getAttribute("action"), { method: "POST", body, focus: true })
  }

  onChange({ target }) {
    if (target.name === "claim-kind") this.send(target.form, "kind").then(() => {
      this.element.querySelector("[name=claim-kind]")?.focus()
    })
    else this.build(target)
  }

  onFocus({ target }) {
    if (target.dataset.find && !target.value) this.search(target)
  }

  onInput({ target }) {
    if (!target.dataset.find) return this.build(target)
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => this.search(target), 200)
  }

  /** The sentence and its verdict follow the fields, once typing pauses. */
  build(field) {
    if (!field.name?.startsWith("claim-") || field.name === "claim-kind") return
    clearTimeout(this.building)
    this.building = setTimeout(() => this.drawBuilt(field.form), 400)
  }

  async drawBuilt(form) {
    const body = new FormData(form)
    const asked = JSON.stringify([...body])
    this.asked = asked
    let answer = null
    try {
      answer = await fetch(form.dataset.built, { method: "POST", body, headers: FETCH })
    } catch {
      return // what stands there stays: the next change asks again
    }
    const place = form.isConnected && this.element.querySelector("#claim-built")
    if (!place || this.asked !== asked || !answer.ok || answer.redirected) return
    place.innerHTML = await answer.text()
  }

  async search(input) {
    const { find: role } = input.dataset
    const query = new URLSearchParams({ kind: input.form.dataset.kind, role, q: input.value })
    const answer = await fetch(`${this.element.dataset.records}?${query}`, { headers: FETCH })
    if (!input.isConnected || query.get("q") !== input.value) return // typed on meanwhile
    if (answer.redirected) return this.say(LOGGED_OUT)
    const place = this.element.querySelector(`[data-found="${role}"]`)
    if (answer.ok) place.innerHTML = await answer.text()
    if (!input.value && !place.querySelector("button")) place.replaceChildren()
  }

  onKey(event) {
    const { target } = event
    if (event.key !== "Enter" || target.tagName !== "INPUT") return
    event.preventDefault()
    if (target.dataset.find) this.search(target)
    else this.send(target.form, target.form.dataset.enter ?? "save")
  }

  /** What is left to do before publishing, after a claim has changed. */
  async refreshChecklist() {
    const old = document.getElementById("story-checklist")
    if (!old) return
    const answer = await fetch(this.element.dataset.checklist, { headers: FETCH })
    if (!answer.ok || answer.redirected) return
    const template = document.createElement("template")
    template.innerHTML = await answer.text()
    const checklist = template.content.querySelector("#story-checklist")
    const count = Number(checklist.dataset.findings)
    old.replaceWith(checklist)
    const line = document.getElementById("story-to-fix")
    line.className = count ? "story-to-fix" : "story-ready"
    line.textContent = count
      ? `${count} thing${count === 1 ? "" : "s"} to fix before this can be published`
      : "Ready to be published"
    const publish = document.getElementById("story-publish")
    if (publish) publish.disabled = count > 0
    this.onChecklist()
  }
}
