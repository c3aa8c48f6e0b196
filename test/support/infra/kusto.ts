/** Kusto's own parser, with the tables that the queries read. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

interface List<T> {
  readonly Count: number;
  getItem(at: number): T;
}
interface Column {
  readonly Name: string;
}
interface Analyzed {
  GetDiagnostics(): List<{ readonly Message: string }>;
  /** Without columns where the query is broken. */
  readonly ResultType: { readonly Columns?: List<Column> } | null;
}
interface Kusto {
  readonly Language: {
    readonly KustoCode: { ParseAndAnalyze(query: string, globals: unknown): Analyzed };
    readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
    readonly Symbols: {
      readonly TableSymbol: { From(schema: string): { WithName(name: string): unknown } };
      readonly DatabaseSymbol: { readonly ctor: new (name: string, tables: readonly unknown[]) => unknown };
    };
  };
}

/** The library was made for browsers: it is two scripts that leave a global. */
function load(): Kusto {
  const folder = path.dirname(createRequire(import.meta.url).resolve('@kusto/language-service-next/package.json'));
  for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
    vm.runInThisContext(readFileSync(path.join(folder, file), 'utf8'), { filename: file });
  }
  return (globalThis as unknown as { Kusto: Kusto }).Kusto;
}

const { KustoCode, GlobalState, Symbols } = load().Language;

/** The columns of Application Insights' table that the queries use. Source: Azure Monitor's reference, AppTraces. */
const traces = Symbols.TableSymbol.From('(TimeGenerated: datetime, Message: string, ItemCount: int)').WithName(
  'AppTraces',
);
/** What a workspace says about itself. Source: Azure Monitor's reference, _LogOperation. */
const operations = Symbols.TableSymbol.From('(TimeGenerated: datetime, Category: string, Detail: string)').WithName(
  '_LogOperation',
);
const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('workspace', [traces, operations]));

export interface AnalyzedQuery {
  readonly faults: readonly string[];
  readonly columns: readonly string[];
}

export function analyze(query: string): AnalyzedQuery {
  const code = KustoCode.ParseAndAnalyze(query, globals);
  return {
    faults: items(code.GetDiagnostics()).map(({ Message }) => Message),
    columns: code.ResultType?.Columns === undefined ? [] : items(code.ResultType.Columns).map(({ Name }) => Name),
  };
}

function items<T>(list: List<T>): T[] {
  return Array.from({ length: list.Count }, (_, at) => list.getItem(at));
}
