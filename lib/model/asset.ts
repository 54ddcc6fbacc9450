import type { MapNode, Range } from '../template/node';
import { Source } from '../template/source';
import type { FailOutcome } from './expectation';

/** What `cdk synth` puts beside the templates, to be uploaded or built: a file, a folder, or a container image. */
export interface Asset {
  /** Its key in the manifest that lists it: the hash of what it holds, and of how it is built. */
  readonly id: string;
  readonly kind: 'file' | 'image';
  /** The manifest, an `*.assets.json`. */
  readonly manifest: Source;
  /** What the manifest says of where it comes from, and the path of that in the manifest. */
  readonly entry: MapNode;
  readonly path: string;
  /** The file of the template whose stack it belongs to, where that is known. */
  readonly template: string | undefined;
  /** Its files, as far as they are looked at. They are found, and each read, when they are asked for. */
  readonly files: readonly AssetFile[];
}

/** A file of an asset. */
export class AssetFile {
  constructor(
    readonly asset: Asset,
    /** Below the asset's folder, with slashes; the file's own name where the asset is one file. */
    readonly path: string,
    /** The path that it is reported by. */
    readonly file: string,
    private readonly read: (file: AssetFile) => string | undefined,
  ) {}

  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  /** Undefined for a file that is no text. */
  get text(): string | undefined {
    return this.read(this);
  }

  /** What is wrong in its text, at `index` and for `length` characters. */
  wrong(
    { index, length }: { index: number; length: number },
    text: string,
    outcome: FailOutcome,
  ): AssetFailure {
    this.source ??= new Source(this.file, text);
    const { asset, source } = this;
    return { asset, outcome, source, at: { start: index, end: index + length }, path: asset.path };
  }
  private source: Source | undefined;
}

/** What is wrong at a place in a file of an asset, or in its manifest. */
export interface AssetFailure {
  readonly asset: Asset;
  readonly outcome: FailOutcome;
  readonly source: Source;
  readonly at: Range;
  /** The place in the manifest. */
  readonly path: string;
}
