// MLflow's clients print addresses whose page stands behind a #, which no server sees: say it in the query.

export default function (element: HTMLElement): void {
  const { open, otherwise } = element.dataset;
  const at = location.hash.slice(1);
  if (open && /^\/(experiments|models)\//.test(at)) location.replace(`${open}&at=${encodeURIComponent(at)}`);
  else if (otherwise) location.replace(otherwise);
}
