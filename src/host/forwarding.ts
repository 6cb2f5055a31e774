/** The switch of the whole host for packets that are not its own. */
export const forwarding = "net.ipv4.ip_forward";
