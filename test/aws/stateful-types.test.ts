import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import types from '../../lib/aws/data/stateful-types.json';
import { ROOT } from '../../scripts/registry';

/** A resource type as the schema database of the CDK command line has it. */
interface ResourceType {
  cloudFormationType: string;
  isStateful?: boolean;
  properties: { readonly [name: string]: unknown };
}

/** Every type that CloudFormation has today: the database comes with aws-cdk, and grows with its releases. */
function resourceTypes(): ResourceType[] {
  const file = join(ROOT, 'node_modules', 'aws-cdk', 'db.json.gz');
  const database = JSON.parse(gunzipSync(readFileSync(file)).toString());
  return database.schema.resource.entities.flat();
}

/** Properties that only make sense for something that keeps data. */
const KEEPS =
  /(Delet\w*|Termination)Protection|Snapshot|Backup|RecoveryPoint|PointInTime|Retention(Period|In|Days|Limit)|^(Data)?Retention|EmptyOnDelete|ForceDelete|^(Allocated)?Storage(Size|Capacity|Encrypted)?$/;
/** Keys for what is at rest. */
const ENCRYPTS = /Kms|KMS|^SSE|^Sse|Encrypt|encrypt|CustomerManagedKey|CMK/;
const IN_TRANSIT = /Transit|NodeToNode|Assertion|Endpoint/;
/** What things that keep data are called. */
const STORE =
  /(Bucket|Table|Database|Cluster|FileSystem|Volume|Repository|Vault|Store|Datastore|Ledger|Graph|Keyspace|Stream|Queue|Cache|Collection|Index|Catalog|Archive|Data[sS]et|Disk|Work[sS]pace|Directory|AD|UserPool|Broker|Lake|KnowledgeBase|Memory|Warehouse|Library|Snapshot|Backup|Secret|Container|ContactList|FeatureGroup|Tape|Registry)$/;

const looksStateful = ({ cloudFormationType, isStateful, properties }: ResourceType): boolean =>
  isStateful === true ||
  STORE.test(cloudFormationType) ||
  Object.keys(properties).some((name) => KEEPS.test(name) || (ENCRYPTS.test(name) && !IN_TRANSIT.test(name)));

const all = resourceTypes();
const out = types.out.flatMap((group) => group.types);
const decided = new Set([...Object.keys(types.in), ...out]);

describe('the types that hold data', () => {
  test('are decided for every type of CloudFormation that looks as if it did', () => {
    const undecided = all
      .filter((type) => looksStateful(type) && !decided.has(type.cloudFormationType))
      .map(({ cloudFormationType }) => cloudFormationType);
    // Say in lib/aws/data/stateful-types.json whether they hold data, and why.
    expect(undecided).toEqual([]);
  });

  test('a new type would be noticed', () => {
    const type = (name: string, ...properties: string[]): ResourceType => ({
      cloudFormationType: name,
      properties: Object.fromEntries(properties.map((property) => [property, {}])),
    });
    expect(looksStateful(type('AWS::New::DocumentStore'))).toBe(true);
    expect(looksStateful(type('AWS::New::Thing', 'Name', 'DeletionProtection'))).toBe(true);
    expect(looksStateful(type('AWS::New::Thing', 'Name', 'KmsKeyArn'))).toBe(true);
    expect(looksStateful(type('AWS::New::Route', 'Name', 'Target'))).toBe(false);
  });

  test('exist, and are decided once', () => {
    const known = new Set(all.map(({ cloudFormationType }) => cloudFormationType));
    const listed = [...Object.keys(types.in), ...out];
    expect(listed.filter((type) => !known.has(type))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
  });

  test('say what they hold and where AWS says so, the others why they hold nothing', () => {
    for (const [type, { holds, loss, source }] of Object.entries(types.in)) {
      expect({ type, holds }).toEqual({ type, holds: expect.stringMatching(/^[^A-Z].*[^.]$/) });
      expect(['data', 'minor', 'none']).toContain(loss);
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
    for (const { why, source } of types.out) {
      expect(why).toMatch(/^[A-Z].*\.$/);
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});
