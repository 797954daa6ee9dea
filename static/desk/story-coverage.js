// Checkable sentences without a claim: an amber bar before each. The server says which they are, of
// the text as it was saved; a sentence that has been changed since is not looked for.

import { Extension, pm } from "django-prose-editor/editor"
import { claimsOf } from "./story-claims.js"

const { Plugin, PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view

export const coverageKey = new PluginKey("coverage")

/** How far a paragraph may have moved since the text was saved. */
const NEAR = 3

function paragraphs(doc) {
  const found = []
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return
    const text = node.textBetween(0, node.content.size, undefined, " ")
    if (text.trim()) found.push({ text, from: pos + 1 })
    return false
  })
  return found
}

/** `statements` are [paragraph, words] in order; those whose words stand there get a bar. */
function drawn(doc, statements) {
  const blocks = paragraphs(doc)
  const decorations = []
  statements.forEach(([block, words], number) => {
    for (let away = 0; away <= 2 * NEAR; away++) {
      const near = blocks[block + (away % 2 ? (away + 1) / 2 : -away / 2)]
      const at = near ? near.text.indexOf(words) : -1
      if (at < 0) continue
      const from = near.from + at
      const to = from + words.length
      // The bar stands before the first piece of text alone: bold type and links begin others.
      const first = Math.min(to, from + doc.resolve(from).nodeAfter.nodeSize)
      decorations.push(Decoration.inline(from, to, { class: "statement-open" }, { number }))
      decorations.push(Decoration.inline(from, first, { class: "statement-start" }))
      return
    }
  })
  return DecorationSet.create(doc, decorations)
}

/** Without those that carry a claim by now. */
function uncovered(doc, decorations) {
  const type = doc.type.schema.marks.claim
  return decorations.remove(decorations.find().filter(({ from, to }) => doc.rangeHasMark(from, to, type)))
}

/** Where the sentence of that number stands, or undefined. */
export function statementAt(state, number) {
  return coverageKey.getState(state).find(undefined, undefined, (spec) => spec.number === number)[0]
}

export const Coverage = Extension.create({
  name: "coverage",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: coverageKey,
      state: {
        init: () => DecorationSet.empty,
        apply(tr, decorations) {
          const statements = tr.getMeta(coverageKey)
          if (statements) return uncovered(tr.doc, drawn(tr.doc, statements))
          if (!tr.docChanged || decorations === DecorationSet.empty) return decorations
          const mapped = decorations.map(tr.mapping, tr.doc)
          return claimsOf(tr.before).size === claimsOf(tr.doc).size ? mapped : uncovered(tr.doc, mapped)
        },
      },
      props: { decorations: (state) => coverageKey.getState(state) },
    }),
  ],
})
