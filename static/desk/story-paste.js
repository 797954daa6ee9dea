// Text from a word processor or another page, in our vocabulary before any parser sees its styles:
// the policy blocks style attributes even in a detached document, and would fill the console.

const GONE = "script, meta, link, title, xml, svg, math, template, noscript, iframe"

const renamed = (html) =>
  html.replace(/<style[\s\S]*?(<\/style>|$)/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)(?=\s*=)/gi, " data-$1"))

// Two line ends in a row are how mail and some web systems part paragraphs.
const parted = (html) => html.replace(/(?:<br\b[^>]*>\s*){2,}/gi, "<div></div>")

/** The HTML of a clipboard, with the bold and italic that it draws as strong and em. */
export function transformPastedHTML(html) {
  const { body } = new DOMParser().parseFromString(parted(renamed(html)), "text/html")
  for (const element of body.querySelectorAll(GONE)) element.remove()
  listed(body)
  for (const element of [...body.querySelectorAll("*")].reverse()) {
    const style = (element.dataset.style ?? "").replace(/\s/g, "").toLowerCase()
    // "mso-bidi-font-weight" is no weight: match whole declarations.
    const weight = /(?:^|;)font-weight:(bold|normal|[1-9]00)/.exec(style)?.[1]
    const italic = /(?:^|;)font-style:(italic|normal)/.exec(style)?.[1]
    const inline = /^(SPAN|FONT|B|STRONG|I|EM|A)$/.test(element.tagName)
    const off = (/^(B|STRONG)$/.test(element.tagName) && weight && !/bold|[6-9]00/.test(weight))
      || (/^(I|EM)$/.test(element.tagName) && italic === "normal")
    if (inline && weight && !/bold|[6-9]00/.test(weight)) {
      const bold = element.parentElement.closest("b, strong") // drawn bold, and not bold at all
      if (bold?.textContent.trim() === element.textContent.trim()) bold.replaceWith(...bold.childNodes)
    }
    if (inline && weight && /bold|[6-9]00/.test(weight)) wrap(element, "strong")
    if (inline && italic === "italic") wrap(element, "em")
    if (off || /^(SPAN|FONT)$/.test(element.tagName) || element.tagName.includes(":")) {
      element.replaceWith(...element.childNodes)
    } else {
      for (const { name } of [...element.attributes]) {
        if (name !== "href" && name !== "data-claim") element.removeAttribute(name)
      }
    }
  }
  for (const element of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
    if (!element.textContent.trim()) element.remove() // an empty line is no paragraph
    else if (element.localName !== "p") renamedTo("h2", element) // a story has one level
  }
  return body.innerHTML
}

/** Word's lists are paragraphs that begin with a drawn bullet or number. */
function listed(body) {
  let list = null
  for (const paragraph of [...body.querySelectorAll("p[data-style*='mso-list:l']")]) {
    const drawn = [...paragraph.querySelectorAll("[data-style*='mso-list:Ignore']")]
    const name = /^\s*[\da-z]+[.)]/i.test(drawn[0]?.textContent ?? "") ? "ol" : "ul"
    for (const element of drawn) element.remove()
    if (list?.localName !== name || list.nextElementSibling !== paragraph) {
      list = body.ownerDocument.createElement(name)
      paragraph.before(list)
    }
    const item = body.ownerDocument.createElement("li")
    list.append(item)
    item.append(paragraph)
  }
}

function renamedTo(name, element) {
  const other = element.ownerDocument.createElement(name)
  other.append(...element.childNodes)
  element.replaceWith(other)
}

function wrap(element, name) {
  const around = element.ownerDocument.createElement(name)
  around.append(...element.childNodes)
  element.append(around)
}
