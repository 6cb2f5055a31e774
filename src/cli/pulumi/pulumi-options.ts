// The options of pulumi's up, preview, refresh and destroy, by whether a value follows as a separate word. A test compares this with `pulumi VERB --help`.
// Options of a newer pulumi are in neither list.

const words = (text: string) => text.trim().split(/\s+/);

const valued = words(`
	--color --config --config-file --cwd --exclude --import-file --import-pending-creates --memprofilerate --message --otel-traces
	--override-env --parallel --policy-pack --policy-pack-config --profiling --replace --save-plan --secrets-provider --stack
	--target --target-replace --tracing --verbose -C -c -m -p -s -t -v -x`);

const plain = words(`
	--attach-debugger --clear-pending-creates --config-path --continue-on-error --debug --diff --disable-integrity-checking --emoji
	--exclude-dependents --exclude-protected --expect-no-changes --fully-qualify-stack-names --help --ignore-protect --json --logflow
	--logtostderr --neo --non-interactive --preview-only --refresh --remove --run-program --show-config --show-full-output
	--show-policy-remediations --show-reads --show-replacement-steps --show-sames --show-secrets --skip-config-validation
	--skip-pending-creates --skip-plugin-pre-install --skip-preview --strict --suppress-outputs --suppress-permalink
	--suppress-progress --target-dependents --urns --yes -Q -d -e -f -h -j -r -y`);

/** Option, as `--name` or `-n` -> whether the next word is its value. */
export const pulumiOptions: ReadonlyMap<string, boolean> = new Map([
	...valued.map((name) => [name, true] as const),
	...plain.map((name) => [name, false] as const),
]);
