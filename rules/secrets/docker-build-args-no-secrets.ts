import type { AssetFailure } from '../../lib/model/asset';
import { fail, rule } from '../../lib/rule';
import { formattedIn } from '../../lib/secrets/credential-files';
import { masksOf } from '../../lib/secrets/masking';
import { namesSecret } from '../../lib/secrets/secret-names';
import { isSecretUnder } from '../../lib/secrets/secret-values';
import { childOf } from '../../lib/template/node';

export default rule({
  id: 'docker-build-args-no-secrets',
  title: 'Images are built without secrets in their build arguments',
  severity: 'error',
  control: 'SECRETS',
  why: 'The history of an image shows its build arguments to everyone who may pull it, and the cloud assembly holds them in clear.',
  fix: 'Pass the secret as buildSecrets (in CDK: DockerBuildSecret) and mount it with RUN --mount=type=secret, or read it at run time.',
  docs: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecr_assets-readme.html',
  ],

  checkAsset: (asset) => {
    const given = childOf(asset.entry, 'dockerBuildArgs');
    const { manifest: source } = asset;
    return (given?.kind === 'map' ? [...given.entries] : []).flatMap(([name, { value }]): AssetFailure[] => {
      const text = value.kind === 'scalar' ? value.text : '';
      const problem = problemOf(name, text);
      if (problem === undefined) return [];
      const outcome = fail(`${problem}, and stays in the history of the image`, { secrets: masksOf([text]) });
      return [{ asset, outcome, source, at: value, path: `${asset.path}.dockerBuildArgs.${name}` }];
    });
  },
});

function problemOf(name: string, text: string): string | undefined {
  const [known] = formattedIn(text);
  if (known) return `the build argument ${name} holds ${known.name}`;
  return namesSecret(name) && isSecretUnder(name, text)
    ? `the build argument ${name} is a secret`
    : undefined;
}
