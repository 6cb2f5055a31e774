import { Option } from "commander";

/** `--stack`, with the same words for every verb that works on a stack. */
export function stackOption(): Option {
	return new Option(
		"-s, --stack <name>",
		"the stack to work on; default: that of the folder's lab, else the one that pulumi has selected",
	);
}
