// What a page showed of an identity is gone when it is left: from the way back, too.
addEventListener("pagehide", () => {
  for (const shown of document.querySelectorAll("[data-identity]")) shown.remove()
})
