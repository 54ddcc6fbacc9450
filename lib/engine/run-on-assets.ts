import { itemsOf } from '../catalogue';
import type { Finding } from '../finding';
import type { Asset, AssetFailure } from '../model/asset';
import type { Resource } from '../model/entity';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import { optionsOf, type Rule } from '../rule';
import type { Standards } from '../standards';
import { type Node, someIn } from '../template/node';
import type { Source } from '../template/source';
import { severityOutsideOf } from './judge';
import { hidden, parted, RuleFailure, type Run, rangeIn } from './run';

export interface AssetRun extends Run {
  /** The files that findings stand in. */
  sources: readonly Source[];
}

/** Checks assets with the rules that look at them. Findings are about the resource that uses the asset. */
export function runOnAssets(
  assets: () => Iterable<Asset>,
  templates: readonly Template[],
  standardsOf: (file: string) => Standards,
): AssetRun {
  const result: Run = { findings: [], secrets: [], failures: [] };
  const sources = new Map<string, Source>();
  const byFile = new Map(templates.map((template) => [template.source.file, template]));
  const useOf = remember((asset: Asset): Use => {
    const own = asset.template === undefined ? undefined : byFile.get(asset.template);
    const user = userOf(asset, own ? [own, ...templates] : templates);
    return { user, template: user?.template ?? own };
  });
  for (const asset of assets()) {
    const standards = standardsOf(asset.manifest.file);
    for (const rule of standards.rules) {
      try {
        const failures = rule.checkAsset?.(asset, optionsOf(rule)) ?? [];
        result.secrets.push(...failures.flatMap(({ outcome }) => parted(outcome.secrets).everywhere));
        for (const failure of listed(failures)) {
          sources.set(failure.source.file, failure.source);
          result.findings.push(findingOf(rule, failure, standards, useOf(failure.asset)));
        }
      } catch (error) {
        result.failures.push(new RuleFailure(rule, asset.manifest.file, null, error));
      }
    }
  }
  return { ...hidden(result), sources: [...sources.values()] };
}

/** Findings of one rule in one asset; whoever has so many needs no list of the rest. */
const MOST = 200;

function listed(failures: readonly AssetFailure[]): readonly AssetFailure[] {
  const last = failures[MOST - 1];
  if (!last || failures.length === MOST) return failures;
  const message = `${last.outcome.message}; ${failures.length - MOST} more like it in this asset are not listed`;
  return [...failures.slice(0, MOST - 1), { ...last, outcome: { ...last.outcome, message } }];
}

/** What an asset is for: the first resource that names it, and the template whose stack it belongs to. */
interface Use {
  user: Resource | undefined;
  template: Template | undefined;
}

function findingOf(
  rule: Rule,
  { outcome, source, at, path }: AssetFailure,
  standards: Standards,
  { user, template }: Use,
): Finding {
  const { here } = parted(outcome.secrets);
  const controls = [rule.control, ...(rule.alsoControls ?? [])];
  return {
    ruleId: rule.id,
    verdict: 'fail',
    severity: severityOutsideOf(rule, outcome, standards),
    message: outcome.message,
    ...rangeIn(source, at),
    logicalId: user?.logicalId ?? null,
    resourceType: user?.type ?? null,
    path,
    scenario: null,
    controls,
    items: itemsOf(controls),
    ...(here.length > 0 && { hidden: here }),
    ...(template && { template: template.source.file }),
  };
}

/** The first resource that names the asset, by the hash that its key and its path hold. */
function userOf({ id }: Asset, templates: readonly Template[]): Resource | undefined {
  const mentions = (node: Node) => node.kind === 'scalar' && node.text.includes(id);
  for (const template of templates) {
    if (!template.source.text.includes(id)) continue;
    for (const resource of template.resources.values()) if (someIn(resource.node, mentions)) return resource;
  }
  return undefined;
}
