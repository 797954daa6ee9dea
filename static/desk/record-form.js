// A desk record's form shows the fields of the chosen kind only. Without this script all are
// shown, and the server says which make no sense.
const kind = document.querySelector("select#id_kind");
if (kind) {
  const show = () => {
    for (const fieldset of document.querySelectorAll("fieldset[class*='only-']")) {
      fieldset.hidden = !fieldset.classList.contains(`only-${kind.value}`);
    }
  };
  kind.addEventListener("change", show);
  show();
}
