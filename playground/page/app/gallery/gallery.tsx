export function Gallery() {
  return <section data-part="Gallery" />;
}
