// The number of a new version: typing one's own chooses that, and the button below says what will be made.
export default function (element: HTMLElement): void {
  const own = element.querySelector<HTMLInputElement>("#own")!;
  const box = element.querySelector<HTMLElement>(".own-number")!;
  const button = element.closest("form")?.querySelector<HTMLButtonElement>('button[value="create"]');
  const label = button?.textContent ?? "";

  function follow(): void {
    const chosen = element.querySelector<HTMLInputElement>('input[name="bump"]:checked');
    const number = chosen?.value === "own" ? own.value.trim() : (chosen?.dataset.number ?? "");
    box.hidden = chosen?.value !== "own";
    if (button) button.textContent = [label.replace(/ as .*$/, ""), number].filter(Boolean).join(" as ");
  }

  element.addEventListener("change", () => {
    follow();
    if (!box.hidden) own.focus();
  });
  own.addEventListener("input", follow);
  follow();
}
