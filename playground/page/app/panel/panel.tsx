export function Panel() {
  return <section data-part="Panel" />;
}
