/** Where systemd reads what is added to the engine's own unit. */
export const engineDropIns = {
	path: "/etc/systemd/system/mariadb.service.d",
	mode: "755",
	owner: "root:root",
} as const;
