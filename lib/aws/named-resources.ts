import { addToGroup } from '../add-to-group';
import type { App } from '../model/app';
import type { Resource } from '../model/entity';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import type { Value } from '../model/value';
import { intrinsicOf, type Node } from '../template/node';

/** Types whose resources others name in text rather than by a reference, with the property that names them. */
const NAME_OF: { readonly [type: string]: string } = {
  'AWS::AutoScaling::AutoScalingGroup': 'AutoScalingGroupName',
  'AWS::CodeBuild::Project': 'Name',
  'AWS::CodeDeploy::Application': 'ApplicationName',
  'AWS::CodeDeploy::DeploymentConfig': 'DeploymentConfigName',
  'AWS::CodeDeploy::DeploymentGroup': 'DeploymentGroupName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::EKS::Cluster': 'Name',
  'AWS::EMR::SecurityConfiguration': 'Name',
  'AWS::Glue::SecurityConfiguration': 'Name',
  'AWS::S3::Bucket': 'BucketName',
};

/** The resource of a type that a value names: by a reference, or by the name that it is given in the app. */
export function resourceNamed(name: Value, type: string): Resource | undefined {
  const referred = name.reference?.resource;
  if (referred) return referred.type === type ? referred : undefined;
  const { app, template } = name.entity;
  for (const key of [writtenName(name.node), name.literal]) {
    const found = key === undefined ? [] : (namedResources(app).get(keyOf(type, key)) ?? []);
    const own = found.find((resource) => resource.template === template);
    if (own) return own;
    // A name with `${…}` in it means the same only within its template.
    if (key !== undefined && !key.includes('${') && found.length === 1) return found[0];
  }
  return undefined;
}

/** The one resource of a type that has a name that the template spells out. */
export function resourceWithName(app: App, type: string, name: string): Resource | undefined {
  const [only, more] = namedResources(app).get(keyOf(type, name)) ?? [];
  return more ? undefined : only;
}

/** Made once for an app, so that nothing looks through all of its resources for a name. */
const namedResources = remember((app: App): ReadonlyMap<string, Resource[]> => {
  const index = new Map<string, Resource[]>();
  for (const [type, property] of Object.entries(NAME_OF))
    for (const resource of app.resourcesOf(type)) {
      const name = writtenName(resource.written(property));
      if (name !== undefined) addToGroup(index, keyOf(type, name), resource);
    }
  return index;
});

const keyOf = (type: string, name: string) => `${type}\n${name}`;

/** A name that tells resources of the app apart: one with `${…}` in it means the same only within its template. */
export const nameWithin = ({ source }: Template, name: string): string =>
  name.includes('${') ? `${source.file}\n${name}` : name;

/** Whether a value names something. What a parameter gives is taken for a name, unless it is empty by default. */
export const isNamed = (value: Value): boolean => value.isPresent && value.literal !== '';

/** A name as it is written, `${X}` for a Ref: the same for `!Sub '${X}-build'` and a join of the two. */
export function writtenName(node: Node | undefined): string | undefined {
  if (node?.kind === 'scalar') return node.text || undefined;
  const call = intrinsicOf(node);
  if (!call) return undefined;
  const { name, argument } = call;
  if (name === 'Ref' && argument.kind === 'scalar') return `\${${argument.text}}`;
  if (name === 'Fn::Sub' && argument.kind === 'scalar') return argument.text;
  if (name === 'Fn::If' && argument.kind === 'list') return onlyName(argument.items.slice(1));
  const [glue, pieces] = name === 'Fn::Join' && argument.kind === 'list' ? argument.items : [];
  if (glue?.kind !== 'scalar' || pieces?.kind !== 'list') return undefined;
  const written = pieces.items.map(writtenName);
  return written.every((piece) => piece !== undefined) ? written.join(glue.text) : undefined;
}

/** The name that all branches agree on, `AWS::NoValue` apart. */
function onlyName(branches: readonly Node[]): string | undefined {
  const names = new Set(branches.map(writtenName).filter((name) => name !== '${AWS::NoValue}'));
  return names.size === 1 ? [...names][0] : undefined;
}
