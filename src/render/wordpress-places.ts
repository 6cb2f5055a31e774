import type { WordPress } from "../model/wordpress.ts";

/** The directory of users' uploads, the only one that all real servers must share. */
export const wordPressUploads = "/var/lib/wordpress/wp-content/uploads";

/** The places of the code and its configuration. The distribution's package has its own places for them. */
export function wordPressPlaces({ name, archive }: WordPress) {
	const own = `/var/www/lvs-${name}`;
	return archive === undefined
		? {
				root: "/usr/share/wordpress",
				content: "/var/lib/wordpress/wp-content",
				config: `/etc/wordpress/config-lvs-${name}.php`,
			}
		: {
				root: own,
				content: `${own}/wp-content`,
				config: `${own}/wp-config.php`,
			};
}
