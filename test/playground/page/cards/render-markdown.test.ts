import { renderMarkdown } from '../../../../playground/page/app/cards/render-markdown';

const line = (text: string): string => renderMarkdown(text).trim();

describe('markdown of cards', () => {
  it('markdown: bold, italic and lists are drawn', () => {
    expect(line('**Digests:** _new_')).toBe('<p><strong>Digests:</strong> <em>new</em></p>');
    expect(renderMarkdown('- one\n- two')).toContain('<li>one</li>');
    expect(renderMarkdown('1. one\n2. two')).toContain('<ol>');
  });

  it('markdown: a link opens a window of its own, which learns nothing of this one', () => {
    expect(line('[run](https://example.org/a)')).toBe(
      '<p><a href="https://example.org/a" target="_blank" rel="noopener noreferrer">run</a></p>',
    );
  });

  it.each(['[x](javascript:alert)', '[x](data:text/html,x)', '[x](/chat/clicks)', '[x](file:///etc)'])(
    'markdown: %s leads nowhere',
    (text) => expect(renderMarkdown(text)).not.toContain('<a'),
  );

  it('markdown: what Teams does not know stays the text that it is', () => {
    expect(line('# a `b` ![c](https://d/e.png) https://f <b>g</b>')).toBe(
      '<p># a `b` !<a href="https://d/e.png" target="_blank" rel="noopener noreferrer">c</a> https://f &lt;b&gt;g&lt;/b&gt;</p>',
    );
  });

  it('markdown: escaped text is shown letter by letter', () => {
    expect(line('\\*\\*a\\*\\* \\[0.38, 0.44\\] \\<at\\>Ana\\</at\\>')).toBe(
      '<p>**a** [0.38, 0.44] &lt;at&gt;Ana&lt;/at&gt;</p>',
    );
  });

  it('markdown: a mention is marked, and its name cannot bring markup', () => {
    expect(line('ask <at>Ana Lee</at>, please')).toBe('<p>ask <span class="mention">Ana Lee</span>, please</p>');
    expect(line('<at><img src=x></at>')).toBe('<p><span class="mention">&lt;img src=x&gt;</span></p>');
    expect(line('<at>never closed')).toBe('<p>&lt;at&gt;never closed</p>');
  });
});
