import { addToGroup } from '../add-to-group';
import controlData from './controls.json';
import documentData from './documents.json';
import itemData from './items.json';

/** One of the checklists. */
export interface Document {
  id: string;
  title: string;
  version: string | null;
  /** Year and month. */
  published: string | null;
}

/** What several checklists ask for, each in its own words. */
export interface Control {
  id: string;
  title: string;
  area: string;
  statement: string;
}

/** How far a template can show that an item is met. */
export type Assessable = 'template-full' | 'template-partial' | 'pipeline' | 'code' | 'human';

/** One entry of a checklist. */
export interface Item {
  /** `devops/4.6.3`: the document and the number in it. */
  id: string;
  document: string;
  section: string;
  kind: string;
  title: string;
  /** Our paraphrase. */
  text: string;
  /** Which ways of deploying a solution the item applies to, where the document says. */
  deploymentModels: { [model: string]: string } | null;
  assessable: Assessable;
  control: string;
  alsoControls?: string[];
  /** The item it is a part of. */
  parent?: string;
  sameAs?: string[];
  related?: string[];
  sameInDocument?: string[];
  note?: string;
}

export const documents: readonly Document[] = documentData;
export const controls: ReadonlyMap<string, Control> = new Map(
  controlData.map((control) => [control.id, control]),
);
export const items = itemData as unknown as readonly Item[];

const itemsByControl = new Map<string, string[]>();
for (const item of items) {
  for (const control of [item.control, ...(item.alsoControls ?? [])]) {
    addToGroup(itemsByControl, control, item.id);
  }
}

/** The ids of the items that ask for any of the controls, each once, in the catalogue's order. */
export const itemsOf = (controlIds: readonly string[]): readonly string[] => [
  ...new Set(controlIds.flatMap((id) => itemsByControl.get(id) ?? [])),
];
