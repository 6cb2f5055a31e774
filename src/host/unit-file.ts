/** The file name of a systemd unit: `web` -> `web.service`. A name that includes its type stays as it is. */
export function unitFile(name: string): string {
	return /\.(mount|timer|socket|path|target)$/.test(name)
		? name
		: `${name}.service`;
}

/**
 * Shell text: the directory of the control group in which systemd runs a service.
 *
 * @param file shell text for the name of the service's file.
 * @param tree where control groups of version 1 are mounted beside each other: that of systemd. Default: the one tree of version 2.
 */
export function groupOf(file: string, tree: "" | "/systemd" = ""): string {
	return `/sys/fs/cgroup${tree}/system.slice/${file}`;
}
