/** A text with placeholders, in order; or what is wrong with it. */
export type Template = { readonly parts: readonly (string | { readonly name: string })[] } | { readonly fault: string };

const TOKEN = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/**
 * Reads a template's text: names in braces are placeholders, `{{` and `}}` are braces. What is put in for a placeholder
 * is never read as a template again: the parts are all that is expanded.
 */
export function parseTemplate(text: string): Template {
  const parts: (string | { readonly name: string })[] = [];
  let literal = '';
  let end = 0;
  for (const { 0: token, 1: inside, index } of text.matchAll(TOKEN)) {
    literal += text.slice(end, index);
    end = index + token.length;
    if (token === '{{' || token === '}}') {
      literal += token[0];
    } else if (inside === undefined) {
      return { fault: `The template has a single "${token}"; write "${token}${token}" for a brace.` };
    } else if (!/^[_A-Za-z]\w*$/.test(inside)) {
      return { fault: `"${token}" names no export; write {name}, and "{{" and "}}" for braces.` };
    } else {
      if (literal) parts.push(literal);
      literal = '';
      parts.push({ name: inside });
    }
  }
  literal += text.slice(end);
  if (literal) parts.push(literal);
  return { parts };
}
