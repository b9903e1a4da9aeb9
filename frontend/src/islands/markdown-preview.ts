// Shows beside a field of Markdown what the server makes of it, a moment after one has stopped typing.

const PAUSE = 300;

export default function markdownPreview(element: HTMLElement): void {
  const field = element.querySelector("textarea");
  const shown = element.querySelector<HTMLElement>("[data-preview]");
  const token = field?.form?.elements.namedItem("form_token");
  if (!field || !shown || !(token instanceof HTMLInputElement)) return;
  let timer = 0;
  let asking: AbortController | null = null;

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const body = new URLSearchParams({ form_token: token.value, text: field.value });
    try {
      const answer = await fetch(element.dataset.address!, {
        method: "POST",
        body,
        signal: asking.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      // Sanitised by the server; parsed apart from the page, as what runs nothing.
      const parsed = new DOMParser().parseFromString(html, "text/html");
      shown.replaceChildren(...parsed.body.childNodes);
      for (const wide of shown.querySelectorAll("pre")) wide.tabIndex = 0; // may have to be scrolled by keys
      if (!shown.textContent?.trim() && !shown.querySelector("img, hr"))
        shown.append(quiet("Nothing written yet."));
    } catch (error) {
      if ((error as Error).name === "AbortError") return;
      shown.replaceChildren(quiet("The preview cannot be loaded now. The text can be saved all the same."));
    }
  };

  shown.parentElement!.hidden = false;
  element.classList.add("with-preview");
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });
  void ask();
}

function quiet(text: string): HTMLElement {
  const said = document.createElement("p");
  said.className = "quiet";
  said.textContent = text;
  return said;
}
