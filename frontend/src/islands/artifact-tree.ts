// A long tree begins where one is in it.

export default function (tree: HTMLElement): void {
  const here = tree.querySelector("li [aria-current]");
  if (!here) return;
  const below = here.getBoundingClientRect().bottom - tree.getBoundingClientRect().bottom;
  if (below > 0) tree.scrollTop += below + tree.clientHeight / 2;
}
