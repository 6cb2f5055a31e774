import { whyTooOld } from "./why-too-old.ts";

// Imported before anything else of the library, so that under an old Node this sentence comes, and not what fails first.
const complaint = whyTooOld("pulumi-lvs", process.versions.node);
if (complaint !== undefined)
	// Pulumi prints an error with this mark without its stack. Its class RunError cannot be imported before we know the version.
	throw Object.assign(new Error(complaint), { __pulumiRunError: true });
