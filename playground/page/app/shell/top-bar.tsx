export function TopBar() {
  return <section data-part="TopBar" />;
}
