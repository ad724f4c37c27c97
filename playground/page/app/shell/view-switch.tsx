export function ViewSwitch() {
  return <section data-part="ViewSwitch" />;
}
