"""What axe finds on a page, in both colour schemes."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: A link fades from one scheme's colour to the other's, and is of neither meanwhile.
SETTLED = """async () => {
    await new Promise(requestAnimationFrame)
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))
}"""


def findings(page: Page, *, dark: bool = True) -> list[str]:
    """What is hard to reach on the open page, each as `scheme rule place`.

    Only colours differ between the schemes, so the dark one is asked for contrast alone, which
    spares half of the slowest tests.
    """
    schemes: dict[str, dict[str, list[str]]] = {"light": {"resultTypes": ["violations"]}}
    if dark:
        schemes["dark"] = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
    found = []
    for scheme, options in schemes.items():
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.evaluate(SETTLED)
        found += [
            f"{scheme} {violation['id']} {violation['nodes'][0]['target']}"
            for violation in Axe().run(page, options=options).response["violations"]
        ]
    return found
