import { existsSync, readFileSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Environment } from "../../environment.ts";
import { chooseAccelerator, kvmIsOffered } from "../../lab/accelerator.ts";
import { cacheHome, stateHome } from "../../lab/directory.ts";
import { imageName } from "../../lab/image.ts";
import { installAdvice, missingPackages } from "../../lab/lab-needs.ts";
import { plainShape, templateName } from "../../lab/template.ts";
import { runTool } from "../../lab/tool.ts";
import { whyTooOld } from "../../why-too-old.ts";
import { findPulumi } from "../pulumi/pulumi-program.ts";

/** One line of `lvsctl doctor`. */
export interface Finding {
	/** False if something is missing. */
	readonly good: boolean;
	readonly what: string;
	readonly found: string;
	/** The consequence: how the lab will work, how long that takes, or what to do. */
	readonly consequence: string;
}

/** Looks at this machine. It changes nothing except the stored verdict on KVM. */
export async function examine(environment: Environment): Promise<Finding[]> {
	const context = { environment, report: () => {} };
	const image = join(cacheHome(environment), imageName());
	const imageThere = existsSync(image);
	const accelerator = imageThere
		? await chooseAccelerator(context, image)
		: undefined;
	const qemu = await versionOf("qemu-system-x86_64", /version (\S+)/);
	const pulumi = await pulumiOf(environment);
	const template =
		qemu !== undefined && accelerator !== undefined
			? join(
					cacheHome(environment),
					await templateName(image, plainShape(accelerator)),
				)
			: undefined;
	return [
		{
			good: whyTooOld("lvsctl", process.versions.node) === undefined,
			what: "node",
			found: process.version,
			consequence: "",
		},
		{
			good: pulumi !== undefined,
			what: "pulumi",
			found: pulumi ?? "none on PATH, in the cache or in node_modules",
			consequence:
				pulumi === undefined
					? "npm install --save-dev pulumi, or https://www.pulumi.com/docs/install"
					: "",
		},
		{
			good: true,
			what: "ssh agent",
			found: environment.SSH_AUTH_SOCK ? "SSH_AUTH_SOCK is set" : "none",
			consequence: environment.SSH_AUTH_SOCK
				? ""
				: "key files are used to log in to hosts",
		},
		{
			good: qemu !== undefined,
			what: "qemu",
			found: qemu ?? "none",
			consequence: qemu === undefined ? "labs cannot run without it" : "",
		},
		packages(environment),
		acceleration(accelerator),
		{
			good: imageThere,
			what: "lab image",
			found: imageThere ? image : "not in the cache",
			consequence: imageThere
				? ""
				: "lvsctl lab up builds it in about a minute",
		},
		{
			good: template !== undefined && existsSync(template),
			what: "machine template",
			found:
				template !== undefined && existsSync(template)
					? template
					: "not in the cache",
			consequence:
				template !== undefined && existsSync(template)
					? "4 machines are ready in 1 to 3 s"
					: "lvsctl lab up makes it in about 15 s",
		},
		memory(),
		space("space for the cache", cacheHome(environment), 1500),
		space("space for labs", stateHome(environment), 1000),
	];
}

/** The system's packages that labs need and that are missing. */
function packages(environment: Environment): Finding {
	const missing = missingPackages(environment);
	return {
		good: missing.length === 0,
		what: "packages for labs",
		found: missing.length === 0 ? "all there" : `not ${missing.join(", ")}`,
		consequence: missing.length === 0 ? "" : installAdvice(missing),
	};
}

async function pulumiOf(environment: Environment): Promise<string | undefined> {
	try {
		const { path, isLauncher } = findPulumi(".", environment);
		return isLauncher
			? `${path}, the launcher from npm`
			: await versionOf(path, /v?(\S+)/, "version");
	} catch {
		return undefined;
	}
}

function acceleration(accelerator: "kvm" | "tcg" | undefined): Finding {
	const offered = kvmIsOffered();
	const [found, consequence] =
		accelerator === "kvm"
			? ["KVM: a machine started with it", "a machine boots in 1 to 2 s"]
			: accelerator === "tcg"
				? [
						offered
							? "none: /dev/kvm is there, but a machine did not start with it"
							: "no usable /dev/kvm",
						"emulation: a machine boots in 6 to 9 s",
					]
				: [
						offered ? "/dev/kvm, not tested yet" : "no usable /dev/kvm",
						offered
							? "tested when the lab image is there"
							: "emulation: a machine boots in 6 to 9 s",
					];
	return { good: true, what: "acceleration", found, consequence };
}

/** A clone of the template takes 50 MB at first and up to 300 MB after a reboot. */
function memory(): Finding {
	const text = readFileSync("/proc/meminfo", "utf8");
	const megabytes = Math.round(
		Number(/^MemAvailable:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024,
	);
	return {
		good: megabytes >= 1500,
		what: "memory",
		found: `${megabytes} MB free`,
		consequence: `room for about ${Math.floor(megabytes / 300)} machines`,
	};
}

function space(what: string, directory: string, megabytes: number): Finding {
	let existing = directory;
	while (!existsSync(existing)) existing = dirname(existing);
	const { bavail, bsize } = statfsSync(existing);
	const free = Math.round((bavail * bsize) / 1e6);
	return {
		good: free >= megabytes,
		what,
		found: `${free} MB free in ${directory}`,
		consequence: free >= megabytes ? "" : `at least ${megabytes} MB are needed`,
	};
}

async function versionOf(
	program: string,
	pattern: RegExp,
	option = "--version",
): Promise<string | undefined> {
	try {
		const text = await runTool(program, [option]);
		return pattern.exec(text)?.[1] ?? "";
	} catch {
		return undefined;
	}
}
