export function Channel() {
  return <section data-part="Channel" />;
}
