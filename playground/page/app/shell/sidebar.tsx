export function Sidebar() {
  return <section data-part="Sidebar" />;
}
