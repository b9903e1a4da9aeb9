// Elements that scripts make.

export function made<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  className = "",
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

/** Return a button that does something; a label is for those that are an icon alone. */
export function button(
  className: string,
  inside: (Node | string)[],
  act: () => void,
  label = "",
): HTMLButtonElement {
  const element = made("button", className, ...inside);
  element.type = "button";
  if (label) {
    element.ariaLabel = label;
    element.title = label;
  }
  element.addEventListener("click", act);
  return element;
}
