export function OutsideDrawer() {
  return <section data-part="OutsideDrawer" />;
}
