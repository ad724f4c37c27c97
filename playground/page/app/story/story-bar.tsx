export function StoryBar() {
  return <section data-part="StoryBar" />;
}
