// The story's form: the editor with its toolbar, and the panel of claims beside it.

import {
  Blockquote,
  Bold,
  BulletList,
  createTextareaEditor,
  Document,
  Dropcursor,
  Extension,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  Italic,
  Link,
  ListItem,
  OrderedList,
  Paragraph,
  pm,
  Text,
  updateAttrsDialog,
} from "django-prose-editor/editor"
import { Again } from "./story-again.js"
import { Claim, claimAt, claimsKey, claimsOf } from "./story-claims.js"
import { Coverage, coverageKey, statementAt } from "./story-coverage.js"
import { Panel } from "./story-panel.js"
import { transformPastedHTML } from "./story-paste.js"

const textarea = document.querySelector("textarea[data-story-body]")
const panelElement = document.getElementById("story-panel")
const form = textarea.form

const OurWay = Extension.create({
  name: "ourWay",
  onBeforeCreate() {
    this.editor.options.injectCSS = false // the policy forbids it; its rules are in story.css
  },
  addProseMirrorPlugins: () => [new pm.state.Plugin({ props: { transformPastedHTML } })],
  addKeyboardShortcuts: () => ({
    "Mod-k": () => {
      link()
      return true
    },
  }),
})

const editor = createTextareaEditor(textarea, [
  OurWay,
  Document,
  Paragraph,
  Text,
  Heading.configure({ levels: [2] }),
  Blockquote,
  BulletList,
  OrderedList.configure({ enableListAttributes: false }),
  ListItem,
  HardBreak,
  Bold,
  Italic,
  Link.extend({ addKeyboardShortcuts: () => ({}) }).configure({
    autolink: false,
    enableTarget: false,
    protocols: ["http", "https", "mailto"],
  }),
  History,
  Dropcursor,
  Gapcursor,
  Claim.configure({
    onOpen: (key) => panel?.show(key),
    onMark: (key, words) => panel?.add(key, words),
    onNothing: () => panel?.say("Select the words first, then press “Mark claim”."),
  }),
  Coverage,
])
editor.view.dom.setAttribute("aria-label", "Text")
editor.view.dom.setAttribute("aria-multiline", "true")
editor.view.dom.classList.add("body-text")
document.getElementById("story-legend").hidden = false

// ---- The text that is sent -----------------------------------------------------------------

// Written out when typing pauses, and not at each key: of 200,000 letters that takes 30 ms.
const PAUSE = 400 // milliseconds
let writing = 0

function write() {
  clearTimeout(writing)
  writing = 0
  textarea.value = editor.isEmpty ? "" : editor.getHTML()
}

editor.off("update", editor.options.onUpdate) // the library's own way: at each key
editor.on("update", () => {
  clearTimeout(writing)
  writing = setTimeout(write, PAUSE)
  textarea.dispatchEvent(new Event("input", { bubbles: true }))
})
form.addEventListener("submit", () => writing && write())
textarea.addEventListener("desk:fill", ({ detail }) => editor.commands.setContent(detail)) // a draft

// ---- The panel ------------------------------------------------------------------------------

const panel =
  panelElement &&
  new Panel(panelElement, {
    wordsOf: (key) => claimsOf(editor.state.doc).get(key)?.words,
    onDraw(states, open, focus) {
      editor.view.dispatch(editor.state.tr.setMeta(claimsKey, { states, open }).setMeta("addToHistory", false))
      if (open && focus) showWords(open)
      again?.look()
    },
    onChecklist: drawCoverage,
  })
panel?.element.classList.add("has-script")
const again = panel && new Again(panel, editor, panel.element.dataset.lost)

/** The sentences without a claim, which the checklist names. */
function drawCoverage() {
  const checklist = document.getElementById("story-checklist")
  if (!checklist) return
  const statements = JSON.parse(checklist.dataset.statements)
  editor.view.dispatch(editor.state.tr.setMeta(coverageKey, statements).setMeta("addToHistory", false))
}

drawCoverage()

/** Selects a sentence, so that its words can be marked. */
function showStatement(number) {
  const found = statementAt(editor.state, number)
  if (!found) return editor.commands.focus("start")
  editor.chain().focus().setTextSelection({ from: found.from, to: found.to }).scrollIntoView().run()
}

function showWords(key) {
  const words = editor.view.dom.querySelector(`cite[data-claim="${CSS.escape(key)}"]`)
  words?.scrollIntoView({ block: "nearest" })
}

function openFromAddress() {
  const key = /^#claim=([0-9a-z]{8})$/.exec(location.hash)?.[1]
  return key ? panel?.show(key, { focus: true }) : panel?.list()
}

openFromAddress()
addEventListener("hashchange", openFromAddress)

document.addEventListener("click", (event) => {
  const claim = event.target.closest("a[data-claim-link]")
  if (claim && panel) {
    event.preventDefault()
    panel.show(claim.dataset.claimLink, { focus: true })
    panel.element.scrollIntoView({ block: "nearest" })
    return
  }
  const tab = event.target.closest("a[data-panel-tab]")
  if (tab && panel && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault()
    panel.load(tab.href, { focus: true })
    panel.element.scrollIntoView({ block: "nearest" })
    return
  }
  const place = event.target.closest(".story-checklist a[href*='#id_']")
  if (!place) return
  event.preventDefault()
  if (place.hash !== "#id_body") document.querySelector(place.hash)?.focus()
  else showStatement(Number(place.dataset.statement ?? 0))
})

// ---- The toolbar ----------------------------------------------------------------------------

const askAddress = updateAttrsDialog(
  { href: { type: "string", title: "Address", description: "https://… or mailto:…; empty takes the link off." } },
  { title: "Link", submitText: "Set" },
)

async function link() {
  if (editor.state.selection.empty && !editor.isActive("link")) return
  const answer = await askAddress(editor, editor.getAttributes("link"))
  if (!answer) return
  const chain = editor.chain().focus().extendMarkRange("link")
  const href = answer.href.trim()
  if (href) chain.setLink({ href }).run()
  else chain.unsetLink().run()
}

const run = (command) => () => editor.chain().focus()[command]().run()
const here = () => claimAt(editor.state, editor.state.selection.from)

const BUTTONS = [
  ["Heading", () => editor.chain().focus().toggleHeading({ level: 2 }).run(), () => editor.isActive("heading")],
  ["Quote", run("toggleBlockquote"), () => editor.isActive("blockquote")],
  ["List", run("toggleBulletList"), () => editor.isActive("bulletList")],
  null,
  ["B", run("toggleBold"), () => editor.isActive("bold"), "Bold"],
  ["I", run("toggleItalic"), () => editor.isActive("italic"), "Italic"],
  ["Link", link, () => editor.isActive("link")],
  null,
  ["Mark claim", () => editor.chain().focus().markClaim().run()],
  ["Take mark off", () => editor.chain().focus().unmarkClaim(here()).run()],
]

const toolbar = document.createElement("div")
toolbar.className = "story-toolbar"
toolbar.setAttribute("role", "toolbar")
toolbar.setAttribute("aria-label", "Text")
const drawn = BUTTONS.filter(Boolean).map(([label, onClick, isActive, name]) => {
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = label
  if (name) button.setAttribute("aria-label", name)
  button.dataset.name = label
  button.addEventListener("click", onClick)
  return { button, isActive }
})
let at = 0
for (const item of BUTTONS) {
  if (item) toolbar.append(drawn[at++].button)
  else toolbar.append(Object.assign(document.createElement("span"), { className: "gap" }))
}
const shortcut = document.createElement("kbd")
shortcut.textContent = "Ctrl M"
toolbar.querySelector('[data-name="Mark claim"]').append(shortcut)
toolbar.hidden = textarea.disabled
editor.view.dom.parentElement.before(toolbar)

// The bar above takes a second line where it has much to say; the toolbar stays below it.
const bar = document.getElementById("story-bar")
new ResizeObserver(() => toolbar.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar)

function drawToolbar() {
  for (const { button, isActive } of drawn) {
    if (isActive) button.setAttribute("aria-pressed", String(isActive()))
  }
  toolbar.querySelector('[data-name="Take mark off"]').hidden = !here()
}
editor.on("transaction", drawToolbar)
drawToolbar()

// ---- What has not been saved ----------------------------------------------------------------

let unsaved = Boolean(document.querySelector(".story-conflict, .errornote, #story-taken-up"))
const note = document.getElementById("story-unsaved")

function drawUnsaved() {
  note.hidden = !unsaved
}
form.addEventListener("input", () => {
  unsaved = true
  drawUnsaved()
})
form.addEventListener("submit", () => {
  unsaved = false
})
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault()
})
drawUnsaved()
