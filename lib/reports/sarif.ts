import type {
  Location,
  Log,
  LogicalLocation,
  Notification,
  ReportingDescriptor,
  Result,
  Suppression,
} from 'sarif';
import { isWithin } from '../assembly/construct-path';
import { controls, itemsOf } from '../catalogue';
import type { CheckResult } from '../check';
import type { Finding, Place, Severity, Waiver } from '../finding';
import type { CheckError } from '../report';
import type { RuleMetadata } from '../rule';
import { fingerprint, partsOf } from './fingerprint';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0, docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif({ report, rules }: CheckResult): string {
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            semanticVersion: report.tool.version,
            rules: rules.map(descriptor),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.errors.length === 0,
            toolExecutionNotifications: report.errors.map(notification),
          },
        ],
        results: report.findings.map((finding) => result(finding, indexOf.get(finding.ruleId) as number)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor(rule: RuleMetadata): ReportingDescriptor {
  const ids = [...(rule.control === undefined ? [] : [rule.control]), ...(rule.alsoControls ?? [])];
  const [firstPage] = [rule.docs].flat();
  const asked = ids
    .map((id) => `${id}: ${controls.get(id)?.statement ?? 'asked by the organisation'}`)
    .join(' ');
  return {
    id: rule.id,
    ...(rule.aliases && { deprecatedIds: [...rule.aliases] }),
    shortDescription: { text: `${rule.title}.` },
    fullDescription: { text: rule.why },
    help: {
      text: [rule.why, `Fix: ${rule.fix}`, asked].filter(Boolean).join('\n\n'),
      markdown: [
        rule.why,
        `**Fix:** ${rule.fix}`,
        asked && `**Asked by:** ${asked} (${itemsOf(ids).join(', ')})`,
      ]
        .filter(Boolean)
        .join('\n\n'),
    },
    ...(firstPage && { helpUri: firstPage }),
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { tags: [...ids, ...itemsOf(ids)] },
  };
}

function result(finding: Finding, ruleIndex: number): Result {
  const { ruleId, verdict, severity, message, scenario, waiver } = finding;
  const logicalLocations = logicalLocationsOf(finding);
  const related = relatedTo(finding);
  return {
    ruleId,
    ruleIndex,
    // A result that is no failure has no level: SARIF 3.27.10.
    ...(verdict === 'fail' ? { kind: 'fail', level: level(severity) } : { kind: 'review', level: 'none' }),
    message: { text: plain(message) },
    locations: [
      {
        ...location(finding),
        ...(logicalLocations.length > 0 && { logicalLocations }),
      },
    ],
    ...(related.length > 0 && { relatedLocations: related.map((place, id) => ({ id, ...place })) }),
    ...(waiver && { suppressions: [suppression(finding, waiver)] }),
    partialFingerprints: {
      'findingKey/v1': fingerprint(partsOf(finding)),
    },
    properties: { severity, ...(scenario && { scenario }) },
  };
}

/** A waiver in the template or in the code of the app stands in the source; one in a file of its own does not. */
function suppression(
  { file, constructPath }: Finding,
  { reason, owner, expires, from }: Waiver,
): Suppression {
  const isInSource =
    from.startsWith(`${file}:`) || (constructPath !== undefined && isWithin(constructPath, from));
  const properties = { ...(owner !== null && { owner }), ...(expires !== null && { expires }), from };
  return {
    kind: isInSource ? 'inSource' : 'external',
    status: 'accepted',
    justification: plain(reason),
    properties,
  };
}

function logicalLocationsOf({ logicalId, resourceType, path, constructPath }: Finding): LogicalLocation[] {
  const element =
    logicalId === null
      ? []
      : [{ name: logicalId, fullyQualifiedName: `${logicalId}.${path}`, kind: resourceType ?? 'element' }];
  if (constructPath === undefined) return element;
  const name = constructPath.slice(constructPath.lastIndexOf('/') + 1);
  return [...element, { name, fullyQualifiedName: constructPath, kind: 'construct' }];
}

function relatedTo({ related = [], source }: Finding): Location[] {
  const places = related.map((place) => ({ ...location(place), message: { text: plain(place.message) } }));
  if (!source) return places;
  const { file, line, column } = source;
  const physicalLocation = {
    artifactLocation: { uri: uri(file) },
    region: { startLine: line, startColumn: column },
  };
  return [...places, { physicalLocation, message: { text: 'made by this line of the CDK app' } }];
}

const level = (severity: Severity) => LEVELS[severity];

function location({ file, line, column, endLine, endColumn }: Place): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uri(file) },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  };
}

/** A relative reference or file URI; a colon in a first segment would read as a scheme. */
const uri = (file: string) => {
  const path = encodeURI(file.replaceAll('\\', '/')).replace(/[?#]/g, encodeURIComponent);
  return path.startsWith('/') ? `file://${path}` : path.replaceAll(':', '%3A');
};

function notification({ file, line, column, message }: CheckError): Notification {
  return {
    level: 'error',
    message: { text: plain(message) },
    ...(file && {
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uri(file) },
            ...(line !== null && { region: { startLine: line, startColumn: column ?? 1 } }),
          },
        },
      ],
    }),
  };
}

/** Text from a template must not become a link: SARIF 3.11.6. */
const plain = (text: string) => text.replace(/\[([^\]]*)\](?=\()/g, '\\[$1\\]');
