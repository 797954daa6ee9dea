// Claims that have lost their place, after text was pasted anew: each is offered its old words where
// these stand exactly once. The desk says which; a person takes each offer.

import { claimsOf, INVISIBLE } from "./story-claims.js"

const LETTER = /[\p{L}\p{N}\p{M}]/u
const DIGIT = /\p{Nd}/u
const CONTINUES = /[\p{M}\u1160-\u11ff]/u
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/

/** The text as one line of letters, as newsroom/body/places.py reads it, and where each stands. */
function lineOf(doc) {
  const letters = []
  const at = []
  const add = (letter, from, to) => {
    if (letter === " " && (!letters.length || letters.at(-1) === " ")) return
    letters.push(letter)
    at.push({ from, to })
  }
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    const text = node.textBetween(0, node.content.size, undefined, "\n")
    if (!text.trim()) return false
    add(" ", 0, 0)
    const start = pos + 1
    let from = 0
    while (from < text.length) {
      let to = from + (text.codePointAt(from) > 0xffff ? 2 : 1)
      while (to < text.length && CONTINUES.test(String.fromCodePoint(text.codePointAt(to)))) {
        to += text.codePointAt(to) > 0xffff ? 2 : 1
      }
      const shown = text.slice(from, to).replace(INVISIBLE, "").normalize("NFC")
      for (const letter of shown && !shown.trim() ? " " : shown) add(letter, start + from, start + to)
      from = to
    }
    return false
  })
  return { letters, at }
}

const joins = (one, between, other) => {
  if ("-\u2010\u2011".includes(between)) return LETTER.test(one) && LETTER.test(other)
  return ".,".includes(between) && DIGIT.test(one) && DIGIT.test(other)
}

/** Whether the letters on both sides of a position are parts of one word or number. */
function joined(letters, at) {
  const [before, one, other, after] = [letters[at - 2], letters[at - 1], letters[at], letters[at + 1]]
  if (one === undefined || other === undefined) return false
  if (LETTER.test(one) && LETTER.test(other)) return !(UNSPACED.test(one) || UNSPACED.test(other))
  if (LETTER.test(one) && after !== undefined) return joins(one, other, after)
  return before !== undefined && LETTER.test(other) && joins(before, one, other)
}

/** Each range of the document in which exactly these words stand, as whole words. */
export function placesOf(doc, words) {
  const { letters, at } = lineOf(doc)
  const sought = [...words.replace(INVISIBLE, "").normalize("NFC").split(/\s+/).filter(Boolean).join(" ")]
  const found = []
  for (let start = 0; sought.length && start + sought.length <= letters.length; start++) {
    if (!sought.every((letter, n) => letters[start + n] === letter)) continue
    const end = start + sought.length
    if (joined(letters, start) || joined(letters, end)) continue
    found.push({ from: at[start].from, to: at[end - 1].to })
  }
  return found
}

export class Again {
  constructor(panel, editor, url) {
    Object.assign(this, { panel, editor, url, keys: null, html: "" })
    panel.element.addEventListener("submit", (event) => this.onSubmit(event), true)
    editor.on("update", () => {
      clearTimeout(this.waiting)
      this.waiting = setTimeout(() => this.look(), 500)
    })
  }

  /** Asks the desk once other claims are without a place than when it was asked last. */
  async look() {
    const standing = claimsOf(this.editor.state.doc)
    const keys = Object.keys(this.panel.states).filter((key) => !standing.has(key)).join(" ")
    if (keys !== this.keys) {
      this.keys = keys
      this.html = keys ? await this.ask() : ""
      if (this.keys !== keys) return
    }
    this.draw()
  }

  async ask() {
    const body = new FormData()
    body.set("csrfmiddlewaretoken", this.panel.token)
    body.set("body", this.editor.getHTML())
    try {
      const answer = await fetch(this.url, { method: "POST", body, headers: { "X-Requested-With": "fetch" } })
      if (answer.ok && !answer.redirected) return await answer.text()
    } catch {
      // What stands in the text is not touched; the next change asks again.
    }
    this.keys = null
    return ""
  }

  draw() {
    this.panel.element.querySelector(".panel-lost")?.remove()
    const head = this.panel.element.querySelector(".panel-said")
    if (!this.html || !head) return
    const template = document.createElement("template")
    template.innerHTML = this.html
    head.after(template.content)
  }

  /** An offer that somebody takes: the mark is put in the text that stands here, not yet saved. */
  onSubmit(event) {
    const { key, words } = event.target.dataset
    if (!event.target.matches(".lost-again")) return
    event.preventDefault()
    event.stopPropagation()
    const { state, view } = this.editor
    const places = placesOf(state.doc, words)
    this.keys = null
    if (places.length !== 1) {
      this.look()
      return this.panel.say("The text has changed: these words do not stand exactly once any more.")
    }
    const [{ from, to }] = places
    view.dispatch(state.tr.addMark(from, to, state.schema.marks.claim.create({ key })))
    this.look().then(() => {
      this.panel.note("Marked again. Save the story to keep it.")
      this.panel.element.querySelector(".lost-again button")?.focus()
    })
  }
}
