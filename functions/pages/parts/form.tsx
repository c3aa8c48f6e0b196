import type { ComponentChildren } from 'preact';
import type { Problem } from '../../../shared/problems.ts';

/** What became of the form just sent: which act, what was typed, why it was refused. Empty on a first visit. */
export interface FormState {
  readonly act?: string;
  readonly typed?: Readonly<Record<string, string>>;
  readonly problem?: Problem;
  /** The field that the refusal is about, if it points to none itself. */
  readonly field?: string;
}

interface FormProps {
  readonly act: string;
  /** Sent along unseen: which one of several is meant. */
  readonly about?: Readonly<Record<string, string>>;
  readonly form: FormState;
  readonly children: ComponentChildren;
}

/** A form of a page. What was wrong with it is said above it, in full where no field says it. */
export function Form({ act, about = {}, form, children }: FormProps) {
  // Hidden values have no field for a fault to be shown beside.
  const isSaidBesideField = Object.keys(form.typed ?? {}).some(
    (name) => !Object.hasOwn(about, name) && faultOf(form, name) !== undefined,
  );
  const isThis = form.act === act && Object.entries(about).every(([name, value]) => form.typed?.[name] === value);
  return (
    <form method="post" class="stack">
      <input type="hidden" name="act" value={act} />
      {Object.entries(about).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {isThis && <Refusal form={form} isSaidBesideField={isSaidBesideField} />}
      {children}
    </form>
  );
}

interface RefusalProps {
  readonly form: FormState;
  /** Then only the title is said here. */
  readonly isSaidBesideField?: boolean;
}

/**
 * Why a form was refused. A page with many small forms says it once, above them, and gives them an empty state. Where no
 * field takes the focus the refusal does: the page would open at its head, and the reason lie below the fold, unread.
 */
export function Refusal({ form: { problem }, isSaidBesideField = false }: RefusalProps) {
  if (!problem) return null;
  // “There is nothing here” is true of a page of its own, not of a list from which one row is gone.
  const isTitled = isSaidBesideField || problem.code !== 'not-found';
  return (
    <div class="refusal" role="alert" {...(!isSaidBesideField && { tabIndex: -1, autofocus: true })}>
      {isTitled && <strong>{problem.title}.</strong>}
      {!isSaidBesideField && ` ${problem.detail}`}
    </div>
  );
}

interface RowlessRefusalProps {
  readonly form: FormState;
  /** What the forms of the rows send along to say which one is meant. */
  readonly about: string;
  /** Those that are on the page. */
  readonly rows: readonly { readonly name: string }[];
}

/** Why the form of a row was refused that is not on the page any more, and so cannot say it itself. Stands above the list. */
export function RowlessRefusal({ form, about, rows }: RowlessRefusalProps) {
  const meant = form.typed?.[about];
  return meant === undefined || rows.some(({ name }) => name === meant) ? null : <Refusal form={form} />;
}

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: ComponentChildren;
  readonly form: FormState;
  readonly autocomplete: string;
  readonly maxLength: number;
}

/** One line of text, with what was typed before and what was wrong with it. */
export function TextField({ name, label, hint, form, autocomplete, maxLength }: TextFieldProps) {
  const fault = faultOf(form, name);
  const [hintId, faultId] = [`${name}-hint`, `${name}-fault`];
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <p class="hint" id={hintId}>
        {hint}
      </p>
      {fault !== undefined && (
        <p class="fault" id={faultId}>
          {fault}
        </p>
      )}
      <input
        type="text"
        id={name}
        name={name}
        value={form.typed?.[name] ?? ''}
        required
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={false}
        maxLength={maxLength}
        aria-describedby={fault === undefined ? hintId : `${hintId} ${faultId}`}
        {...(fault !== undefined && { 'aria-invalid': 'true', autofocus: true })}
      />
    </div>
  );
}

interface SelectFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: ComponentChildren;
  readonly form: FormState;
  /** Values and how they read; the first is chosen until another is. */
  readonly options: readonly (readonly [value: string, text: string])[];
}

/** One of a few. */
export function SelectField({ name, label, hint, form, options }: SelectFieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
      <select id={name} name={name} aria-describedby={`${name}-hint`}>
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={form.typed?.[name] === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/**
 * Why this field was refused: the fault that points to it; or, if the refusal points nowhere, the refusal itself if it
 * is about this field or nothing else was typed into the form.
 */
function faultOf({ problem, field, typed = {} }: FormState, name: string): string | undefined {
  if (!problem || !(name in typed)) return undefined;
  const pointed = problem.errors?.find(({ pointer }) => pointer === `/${name}`);
  if (pointed) return pointed.detail;
  const isAbout = field === name || Object.keys(typed).length === 1;
  return problem.errors === undefined && isAbout ? problem.detail : undefined;
}
