// The mark of a claim: <cite data-claim="key">. Claims may nest and overlap, and cross paragraphs.

import { Mark, pm } from "django-prose-editor/editor"

const { Plugin, PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view
const { Fragment, Slice } = pm.model

const LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
export const INVISIBLE = /[\u00ad\u180e\u200b-\u200d\u2060\ufeff]/g

export const claimsKey = new PluginKey("claims")

export function newKey() {
  // 248 is the largest multiple of the alphabet below 256: no letter is likelier than another.
  let key = ""
  while (key.length < 8) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < 248) key += LETTERS[byte % LETTERS.length]
  }
  return key
}

const compared = new Map()

/** Words as the server compares them: what nobody sees makes no difference. */
export function comparable(words) {
  if (!compared.has(words)) {
    compared.set(words, words.replace(INVISIBLE, "").normalize("NFC").split(/\s+/).filter(Boolean).join(" "))
  }
  return compared.get(words)
}

const read = new WeakMap()

/** Each claim of the document by key: its segments in order, and the words under them. */
export function claimsOf(doc) {
  if (read.has(doc)) return read.get(doc)
  const claims = new Map()
  doc.descendants((node, pos, parent) => {
    if (!node.isInline) return
    for (const mark of node.marks) {
      if (mark.type.name !== "claim") continue
      const { key } = mark.attrs
      if (!claims.has(key)) claims.set(key, { key, segments: [], words: "" })
      const claim = claims.get(key)
      const last = claim.segments.at(-1)
      if (last?.to === pos) last.to = pos + node.nodeSize
      else claim.segments.push({ from: pos, to: pos + node.nodeSize })
      const apart = claim.parent && claim.parent !== parent ? " " : ""
      claim.parent = parent
      claim.words += apart + (node.isText ? node.text : " ")
    }
  })
  for (const claim of claims.values()) claim.words = claim.words.split(/\s+/).filter(Boolean).join(" ")
  read.set(doc, claims)
  return claims
}

/** The innermost claim at a place, or undefined. */
export function claimAt(state, pos) {
  const $pos = state.doc.resolve(pos)
  const marks = ($pos.nodeAfter ?? $pos.nodeBefore)?.marks ?? []
  return marks.filter((mark) => mark.type.name === "claim").at(-1)?.attrs.key
}

/** The range without spaces at its ends, and with the whole of any letter that it cuts in two. */
function widened(doc, from, to) {
  const $from = doc.resolve(from)
  const $to = doc.resolve(to)
  const edge = ($pos, outward) => {
    const text = $pos.parent.textBetween(0, $pos.parent.content.size, undefined, "\ufffc")
    for (const { index, segment } of new Intl.Segmenter().segment(text)) {
      const end = index + segment.length
      if (index < $pos.parentOffset && $pos.parentOffset < end) {
        return $pos.start() + (outward < 0 ? index : end)
      }
    }
    return $pos.pos
  }
  from = edge($from, -1)
  to = edge($to, 1)
  const blank = (a, b) => !doc.textBetween(a, b, " ", " ").trim()
  while (from < to && blank(from, from + 1)) from++
  while (from < to && blank(to - 1, to)) to--
  return { from, to }
}

/** The outer claim first, so that it is one element around those within it. */
function ordered(state, type) {
  const claims = claimsOf(state.doc)
  const start = (mark) => claims.get(mark.attrs.key).segments[0].from
  const end = (mark) => claims.get(mark.attrs.key).segments.at(-1).to
  let tr = null
  state.doc.descendants((node, pos) => {
    const marks = node.marks.filter((mark) => mark.type === type)
    if (marks.length < 2) return
    const sorted = marks.toSorted((a, b) => start(a) - start(b) || end(b) - end(a))
    if (sorted.every((mark, at) => mark === marks[at])) return
    tr ??= state.tr
    for (const mark of marks) tr.removeMark(pos, pos + node.nodeSize, mark)
    for (const mark of sorted) tr.addMark(pos, pos + node.nodeSize, mark)
  })
  return tr
}

/** Pasted keys: one that stands already becomes a new one, one of another story goes. */
function rekeyed(slice, type, standing, known) {
  const renamed = new Map()
  const marksOf = (node) =>
    node.marks.flatMap((mark) => {
      if (mark.type !== type) return [mark]
      const { key } = mark.attrs
      if (!known.has(key)) return []
      if (!standing.has(key)) return [mark]
      if (!renamed.has(key)) renamed.set(key, newKey())
      known.add(renamed.get(key))
      return [type.create({ key: renamed.get(key) })]
    })
  const mapped = (fragment) => {
    const nodes = []
    fragment.forEach((node) => {
      nodes.push(node.isText ? node.mark(marksOf(node)) : node.copy(mapped(node.content)).mark(marksOf(node)))
    })
    return Fragment.from(nodes)
  }
  return new Slice(mapped(slice.content), slice.openStart, slice.openEnd)
}

function decorations(doc, { states, open }) {
  const found = []
  for (const { key, segments, words } of claimsOf(doc).values()) {
    const known = states[key]
    let state = known?.state ?? "decide"
    if (known?.confirmed && comparable(known.confirmed) !== comparable(words)) state = "fix"
    const name = `claim-${state}${key === open ? " claim-open" : ""}`
    for (const { from, to } of segments) found.push(Decoration.inline(from, to, { class: name }))
  }
  return DecorationSet.create(doc, found)
}

/** What the server said of the claims, and how that looks in this document. */
function drawn(doc, { states, open }) {
  return { states, open, decorations: decorations(doc, { states, open }) }
}

/** `onOpen(key)` is called when a claim's words are clicked, `onMark(key, words)` when one is made. */
export const Claim = Mark.create({
  name: "claim",
  priority: 1100, // outermost: else bold and links split it
  inclusive: false, // typing at its edges stays outside
  excludes: "", // one text can carry several

  addOptions: () => ({ onOpen() {}, onMark() {}, onNothing() {} }),

  addAttributes: () => ({
    key: {
      default: null,
      parseHTML: (element) => element.getAttribute("data-claim"),
      renderHTML: ({ key }) => ({ "data-claim": key }),
    },
  }),

  parseHTML: () => [{ tag: "cite[data-claim]" }],
  renderHTML: ({ HTMLAttributes }) => ["cite", HTMLAttributes, 0],

  addCommands() {
    return {
      markClaim:
        () =>
        ({ state, tr, dispatch }) => {
          const { from, to } = widened(state.doc, state.selection.from, state.selection.to)
          if (from >= to) {
            if (dispatch) this.options.onNothing()
            return false
          }
          if (dispatch) {
            const key = newKey()
            tr.addMark(from, to, this.type.create({ key }))
            const words = state.doc.textBetween(from, to, " ", " ").split(/\s+/).join(" ")
            queueMicrotask(() => this.options.onMark(key, words))
          }
          return true
        },
      unmarkClaim:
        (key) =>
        ({ tr, dispatch }) => {
          if (dispatch) tr.removeMark(0, tr.doc.content.size, this.type.create({ key }))
          return true
        },
    }
  },

  // Ctrl on every system: Cmd-M minimises the window on a Mac.
  addKeyboardShortcuts() {
    return {
      "Ctrl-m": () => {
        setTimeout(() => this.editor.commands.markClaim()) // once the last arrow key has been read
        return true
      },
    }
  },

  addProseMirrorPlugins() {
    const { type } = this
    const { onOpen } = this.options
    const known = new Set()
    return [
      new Plugin({
        key: claimsKey,
        state: {
          init: (_, { doc }) => drawn(doc, { states: {}, open: "" }),
          apply(tr, value) {
            const told = tr.getMeta(claimsKey)
            return told || tr.docChanged ? drawn(tr.doc, told ?? value) : value
          },
        },
        appendTransaction: (transactions, _, state) =>
          transactions.some((tr) => tr.docChanged) ? ordered(state, type) : null,
        props: {
          decorations: (state) => claimsKey.getState(state).decorations,
          handleClick(view, pos) {
            const key = claimAt(view.state, pos)
            if (key && view.state.selection.empty) onOpen(key)
          },
          transformPasted(slice, view) {
            for (const key of Object.keys(claimsKey.getState(view.state).states)) known.add(key)
            const standing = claimsOf(view.state.doc)
            for (const key of standing.keys()) known.add(key)
            return rekeyed(slice, type, view.dragging?.move ? new Set() : standing, known)
          },
          // Remembers what is cut, so that it keeps its key wherever it is pasted.
          handleDOMEvents: {
            cut(view) {
              for (const key of claimsOf(view.state.doc).keys()) known.add(key)
            },
          },
        },
      }),
    ]
  },
})
