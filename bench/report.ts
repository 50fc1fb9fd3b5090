/** A value of a table: a number is rounded to three significant digits, or to a whole one, undefined is shown as a dash. */
export type Cell = string | number | undefined;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What one benchmark has measured, and what a reader must know to read it. */
export interface Section {
  readonly title: string;
  readonly text: string;
  readonly tables: readonly Table[];
}

/** One result file: when and on what, then the sections. */
export function formatReport(facts: readonly string[], sections: readonly Section[]): string {
  const heading =
    '# Results\n\nWritten by `npm run bench`; what is measured, and against what, is in [README.md](README.md).';
  return `${[heading, facts.map((fact) => `- ${fact}`).join('\n'), ...sections.map(formatSection)].join('\n\n')}\n`;
}

/** Markdown, aligned so that a terminal shows it as well. */
export function formatSection({ title, text, tables }: Section): string {
  return [`## ${title}`, text, ...tables.map(formatTable)].join('\n\n');
}

/** A report's section with this title as it stands there. */
export function findSection(report: string, title: string): string | undefined {
  return splitReport(report).find((part) => isTitled(part, title));
}

/** The report with a section in place of the one with its title, or at its end. */
export function putSection(report: string, title: string, section: string): string {
  const others = splitReport(report);
  const index = others.findIndex((part) => isTitled(part, title));
  const parts = index < 0 ? [...others, section] : others.with(index, section);
  return `${parts.join('\n\n')}\n`;
}

function splitReport(report: string): string[] {
  return report.trimEnd().split(/\n\n(?=## )/);
}

function isTitled(part: string, title: string): boolean {
  return part.startsWith(`## ${title}\n`);
}

function formatTable({ columns, rows }: Table): string {
  const cells = rows.map((row) => row.map(formatCell));
  const isNumeric = columns.map((_, column) => rows.every((row) => typeof row[column] !== 'string'));
  const widths = columns.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (values: readonly string[]): string => {
    const padded = values.map((value, column) => {
      const width = widths[column] ?? 0;
      return isNumeric[column] ? value.padStart(width) : value.padEnd(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) => (isNumeric[column] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(columns), line(rule), ...cells.map(line)].join('\n');
}

function formatCell(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (cell === undefined || Number.isNaN(cell)) return '–';
  const isLong = Math.abs(cell) >= 100;
  return cell.toLocaleString('en', isLong ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
}
