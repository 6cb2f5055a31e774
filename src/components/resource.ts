import * as pulumi from "@pulumi/pulumi";

/**
 * The text of a dynamic provider. It holds no code of ours: it only names a module, which is loaded where the operation runs.
 * Pulumi's state keeps this text and nothing else, so new code finds no difference in old state.
 * `configure` may still be running when the first create comes in, so every verb waits for it.
 */
function providerText(kind: string): string {
	return (
		`exports.handler=()=>{let g;const l=()=>import("pulumi-lvs/provider");` +
		`const f=n=>(...a)=>Promise.resolve(g).then(l).then(m=>m[n]("${kind}",...a));` +
		`return{configure:r=>g=l().then(m=>m.configure("${kind}",r)),check:f("check"),diff:f("diff"),` +
		`create:f("create"),read:f("read"),update:f("update"),delete:f("delete")}}`
	);
}

/**
 * A resource of ours, `pulumi-nodejs:dynamic/lvs:<Kind>`, whose verbs are those of `pulumi-lvs/provider`.
 * See docs/decisions/0002-constant-provider-text.md.
 */
export class ManagedResource extends pulumi.CustomResource {
	constructor(
		kind: string,
		name: string,
		properties: pulumi.Inputs,
		options: pulumi.CustomResourceOptions,
	) {
		super(
			`pulumi-nodejs:dynamic/lvs:${kind}`,
			name,
			{ ...properties, __provider: providerText(kind) },
			options,
		);
	}
}
