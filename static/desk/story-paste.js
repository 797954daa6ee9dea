// Text from a word processor or another page, in our vocabulary before any parser sees its styles:
// the policy blocks style attributes even in a detached document, and would fill the console.

const GONE = "script, meta, link, title, xml, svg, math, template, noscript, iframe"

const renamed = (html) =>
  html.replace(/<style[\s\S]*?(<\/style>|$)/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)(?=\s*=)/gi, " data-$1"))

/** The HTML of a clipboard, with the bold and italic that it draws as strong and em. */
export function transformPastedHTML(html) {
  const { body } = new DOMParser().parseFromString(renamed(html), "text/html")
  for (const element of body.querySelectorAll(GONE)) element.remove()
  for (const element of [...body.querySelectorAll("*")].reverse()) {
    const style = (element.dataset.style ?? "").replace(/\s/g, "").toLowerCase()
    // "mso-bidi-font-weight" is no weight: match whole declarations.
    const weight = /(?:^|;)font-weight:(bold|normal|[1-9]00)/.exec(style)?.[1]
    const italic = /(?:^|;)font-style:(italic|normal)/.exec(style)?.[1]
    const inline = /^(SPAN|FONT|B|STRONG|I|EM|A)$/.test(element.tagName)
    const off = (/^(B|STRONG)$/.test(element.tagName) && weight && !/bold|[6-9]00/.test(weight))
      || (/^(I|EM)$/.test(element.tagName) && italic === "normal")
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
  return body.innerHTML
}

function wrap(element, name) {
  const around = element.ownerDocument.createElement(name)
  around.append(...element.childNodes)
  element.append(around)
}
