// What is typed is kept while it is typed: at the desk as a draft, and in this tab. Tells who else
// has the story open, and holds the form back while nobody is logged in.

const PAUSE = 5_000 // milliseconds after the last key until a draft is sent
const BEAT = 15_000 // between two questions while nothing is typed
const LONGEST_WAIT = 120_000 // between two tries while the desk does not answer
const MOST = 2_300_000 // bytes: the desk takes no form of more than 2.5 MB
const KEPT = ["headline", "standfirst", "byline", "dateline", "body", "slug", "section", "language", "owner"]

const bar = document.getElementById("story-bar")
const form = bar.closest("form")
const url = bar.dataset.draft
const place = (name) => document.getElementById(`story-${name}`)
const field = (name) => form.elements.namedItem(name)
const waits = Boolean(field("keep-draft")) // a draft that is not to be written over

function begin() {
  let typed = false // since the last draft was sent
  let failed = 0
  let timer = 0
  let asking = false
  let sent = "" // the draft that the desk has
  let loggedOut = false
  let leaving = false

  const tab = new Tab()

  function text() {
    return Object.fromEntries(KEPT.filter((name) => field(name)).map((name) => [name, field(name).value]))
  }

  // ---- Asking the desk ----

  function later(wait) {
    clearTimeout(timer)
    timer = setTimeout(ask, wait)
  }

  async function ask({ token = false } = {}) {
    if (asking || leaving) return
    if (document.hidden && !typed) return // the next look at the page asks again
    asking = true
    const now = text()
    const draft = typed && !waits && !loggedOut && !token && JSON.stringify(now) !== sent
    if (!token) typed = false
    // The desk counts whoever only has the page open as idle.
    const headers = { "X-Desk-Heartbeat": draft ? "active" : "idle" }
    try {
      const answer = await fetch(url, loggedOut || token ? { redirect: "manual", headers } : {
        method: "POST",
        redirect: "manual",
        headers,
        body: body(draft ? now : {}),
      })
      await heard(answer, draft && now)
    } catch {
      wentWrong("The desk does not answer. Your text is safe in this tab; it is tried again.", draft)
    } finally {
      asking = false
    }
    if (!leaving) later(failed ? Math.min(BEAT * 2 ** (failed - 1), LONGEST_WAIT) : typed ? PAUSE : BEAT)
  }

  function body(draft) {
    const data = new FormData()
    data.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value)
    for (const [name, value] of Object.entries(draft)) data.set(name, value)
    if ("headline" in draft) data.set("edits", field("edits").value)
    return data
  }

  async function heard(answer, draft) {
    if (answer.type === "opaqueredirect" || answer.status === 401) return logOut(draft)
    if (answer.status === 403 && !failed) {
      // Logged in again in another tab: the form's token is of the session before.
      failed += 1
      typed ||= Boolean(draft)
      asking = false
      return ask({ token: true })
    }
    if (answer.status === 413) return wentWrong((await problem(answer)) ?? "Your text is too long to be kept as a draft.", draft)
    if (answer.status === 404) return wentWrong("You may not change this story any more. Your text is safe in this tab.", draft)
    if (!answer.ok) return wentWrong(`The desk answered ${answer.status}. Your text is safe in this tab; it is tried again.`, draft)
    const told = await answer.json()
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = told.token
    failed = 0
    if (loggedOut) logIn()
    if (draft) {
      sent = JSON.stringify(draft)
      say("kept", told.kept_at ? `Draft kept at ${told.kept_at}` : "")
    } else if (place("kept").dataset.problem) say("kept", "")
    drawOthers(told)
  }

  async function problem(answer) {
    try {
      return (await answer.json()).problem
    } catch {
      return null
    }
  }

  function wentWrong(message, draft) {
    failed += 1
    typed ||= Boolean(draft)
    tab.keep(text(), field("edits").value)
    say("kept", message, true)
  }

  // ---- What is said ----

  function say(name, message, isProblem = false) {
    const line = place(name)
    if (line.textContent !== message) line.textContent = message
    line.hidden = !message
    if (name === "kept") line.toggleAttribute("data-problem", isProblem)
  }

  function drawOthers({ others, edits, saved_by, saved_at }) {
    const lines = others.map(({ name, unsaved_at }) =>
      unsaved_at ? `${name} has this story open, and unsaved text (${unsaved_at}).` : `${name} has this story open.`,
    )
    if (edits > Number(field("edits").value)) {
      lines.push(`${saved_by === "you" ? "You" : saved_by} saved at ${saved_at}${saved_by === "you" ? " in another tab" : ""}: your save will be merged.`)
    }
    say("present", lines.join(" "))
  }

  // ---- Logged out ----

  function logOut(draft) {
    loggedOut = true
    failed = 0
    typed ||= Boolean(draft)
    tab.keep(text(), field("edits").value)
    say("logged-out", "You have been logged out. Your text is safe in this tab: log in in another tab, then save.")
    place("log-in").hidden = false
  }

  function logIn() {
    loggedOut = false
    typed = true
    say("logged-out", "")
    place("log-in").hidden = true
    say("kept", "You are logged in again. Save when you are ready.")
  }

  // Before anybody else hears of it: the text is not sent to where it would be lost.
  addEventListener("submit", (event) => {
    if (event.target !== form) return
    const size = new Blob(Object.values(text())).size
    if (loggedOut || size > MOST) {
      event.preventDefault()
      event.stopImmediatePropagation()
      if (size > MOST) say("kept", "The text is too long to be sent: the desk takes 2.3 MB. It is safe in this tab; make it shorter.", true)
      else ask()
      bar.scrollIntoView({ block: "nearest" })
    }
  }, true)
  form.addEventListener("submit", () => {
    leaving = true
    clearTimeout(timer)
    tab.keep(text(), field("edits").value, { submitted: true })
  })
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false
  })

  // ---- Typing ----

  let keeping = 0
  form.addEventListener("input", () => {
    typed = true
    clearTimeout(keeping)
    keeping = setTimeout(() => tab.keep(text(), field("edits").value), 1_000)
    if (!asking && !failed) later(PAUSE)
  })
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && typed) tab.keep(text(), field("edits").value)
    if (!document.hidden) later(0)
  })
  for (const link of document.querySelectorAll("[form='story-throw-away']")) link.addEventListener("click", () => tab.forget())

  tab.offer(text(), Number(field("edits").value), () => {
    typed = true
    later(0)
  })
  later(0)
}

/** The text in this tab alone, for when the desk cannot keep it. */
class Tab {
  constructor() {
    this.key = `draft:${location.pathname}`
  }

  keep(fields, edits, more = {}) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ fields, edits: Number(edits), at: Date.now(), ...more }))
    } catch {
      // It is full, or the browser allows none: the desk's draft is what there is.
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.key)
    } catch {
      // As above.
    }
  }

  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key))
    } catch {
      return null
    }
  }

  /** What was typed in this tab and neither saved nor kept at the desk can be taken up again. */
  offer(fields, edits, onTaken) {
    const kept = this.read()
    if (!kept) return
    const saved = kept.submitted && edits > kept.edits
    const same = KEPT.every((name) => (kept.fields[name] ?? "") === (fields[name] ?? ""))
    if (saved || same || document.querySelector(".story-conflict, #story-taken-up")) return this.forget()
    if (waits || document.querySelector(".errornote")) return // the desk offers it, or the form holds it
    const line = place("tab")
    const time = new Date(kept.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
    line.querySelector("p").textContent = `What you typed in this tab at ${time} was not saved.`
    line.hidden = false
    const [take, drop] = line.querySelectorAll("button")
    take.addEventListener("click", () => {
      for (const [name, value] of Object.entries(kept.fields)) {
        const input = field(name)
        if (!input || input.disabled) continue
        input.value = value
        if (name === "body") input.dispatchEvent(new CustomEvent("desk:fill", { detail: value }))
      }
      field("edits").value = kept.edits
      line.hidden = true
      form.dispatchEvent(new Event("input", { bubbles: true }))
      onTaken()
    })
    drop.addEventListener("click", () => {
      line.hidden = true
      this.forget()
    })
  }
}

if (url) begin() // once the classes above are there
