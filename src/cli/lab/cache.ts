import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer } from "../print-answer.ts";
import { reporter } from "../reporter.ts";

export default function cache(parent: Command): void {
	const command = parent
		.command("cache")
		.description("show what was built for the labs: image, templates, Pulumi");
	command
		.addHelpText("after", "\nExample: lvsctl lab cache clear")
		.addOption(outputOption())
		.action(async (options) => {
			const [{ cacheEntries }, { table }] = await Promise.all([
				import("../../lab/cache-entries.ts"),
				import("../table.ts"),
			]);
			const entries = cacheEntries({ environment: process.env, report() {} });
			printAnswer(options.output, entries, () =>
				table(
					["what", "MB", "used by", "where"],
					entries.map(({ kind, bytes, usedBy, path }) => [
						kind,
						(bytes / 1e6).toFixed(0),
						usedBy.join(", "),
						path,
					]),
				),
			);
		});
	command
		.command("build")
		.description("build the image and the template that most labs use")
		.action(async () => {
			const { buildCache } = await import("../../lab/build-cache.ts");
			await buildCache({ environment: process.env, report: reporter() });
		});
	command
		.command("clear")
		.description(
			"remove images and templates that no running lab uses, and what interrupted builds left",
		)
		.action(async () => {
			const { clearCache } = await import("../../lab/clear-cache.ts");
			await clearCache({ environment: process.env, report: reporter() });
		});
}
