"""The matrix transport × fault as data: what is simulated in each cell, and what must come of it.

An expectation is what `test` and `run` say: OK, or "Code/diagnosis". A cell that can't exist says why.
"""

import dataclasses

import lab

OK = "ok"
REJECTED = "a command refused"

CLOSED = "ConnectionLost/closed_at_once"
CUT_OFF = "ConnectionLost/cut_off"
LATE = "Timeout/silent"
LOST = "PromptNotSeen/prompt_not_recognised"
FOREIGN = "Unsupported/not_this_protocol"

# Nobody can log out at a console line that hears or says nothing, or whose prompt is unknown; the
# next login takes the line back.
STAYS = "its line stays logged in"

COLUMNS = ("https asa", "https ios", "http ios", "ssh", "ssh1", "telnet", "console")
WEB = ("https asa", "https ios", "http ios")
TERMINAL = ("ssh", "ssh1", "telnet", "console")
SSH = ("ssh", "ssh1")

WRONG_PASSWORD = "matrix-wrong-password-1"
ODD_PROMPT = "prompt Choose-one:\n"


def transport_of(column: str) -> str:
    return {"ssh1": "ssh"}.get(column, column.split()[0])


@dataclasses.dataclass(frozen=True)
class NotPossible:
    """Why there is no such cell."""

    why: str


@dataclasses.dataclass(frozen=True)
class Cell:
    row: str
    column: str
    test: str  # what `test` must say
    run: str  # what `run` must say
    # Where the device is: "lab", or one of the peers of test_fault_matrix.py.
    peer: str = "lab"
    faults: tuple[str, ...] = ()
    username: str = lab.USERNAME
    password: str = lab.PASSWORD
    enable: str | None = lab.ENABLE_PASSWORD
    more: tuple[str, ...] = ()  # for `device add`
    config: str = ""  # for the device, after what every one has
    without: tuple[str, ...] = ()  # lines that this device lacks
    settings: tuple[tuple[str, object], ...] = ()  # of the lab's file
    # Why the device itself keeps the session after the connection has gone; empty: it does not.
    stays: str = ""

    @property
    def device(self) -> str:
        return f"{self.row}.{self.column}".replace(":", "-").replace(" ", "-")

    @property
    def platform(self) -> str:
        return "cisco_asa" if self.column == "https asa" else "cisco_ios"

    def described(self) -> lab.Described:
        """The simulated device, with one transport more for the onlooker."""
        web = self.column in WEB
        config = WEB_ROUTER if web else TERMINAL_ROUTER
        if self.column == "https asa":
            config = FIREWALL
        if self.column == "console":
            config = config.replace("line con 0\n", "line con 0\n login local\n")
        lines = [line for line in config.splitlines(True) if line.strip() not in self.without]
        modulus = {"ssh": 2048, "ssh1": 512}.get(self.column, 0)
        transport = transport_of(self.column)
        return lab.Described(
            self.device,
            platform=self.platform,
            config="".join(lines) + self.config,
            faults=list(self.faults),
            faults_over=(transport,) if self.faults else (),
            rsa_modulus=modulus,
            transports=(transport, onlookers_transport(self.column)),
            settings=dict(self.settings),
        )


def onlookers_transport(column: str) -> str:
    return "telnet" if column == "console" else "console"


TERMINAL_ROUTER = f"""\
hostname {{name}}
ip domain-name example.net
enable secret {lab.ENABLE_PASSWORD}
username {lab.USERNAME} secret {lab.PASSWORD}
line con 0
line vty 0 4
 login local
 transport input telnet ssh
"""

WEB_ROUTER = f"""\
hostname {{name}}
ip domain-name example.net
enable secret {lab.ENABLE_PASSWORD}
username {lab.USERNAME} privilege 15 secret {lab.PASSWORD}
username guest privilege 1 secret {lab.PASSWORD}
ip http server
ip http secure-server
ip http authentication local
"""

FIREWALL = f"""\
hostname {{name}}
enable password {lab.ENABLE_PASSWORD}
username {lab.USERNAME} password {lab.PASSWORD} privilege 15
username guest password {lab.PASSWORD} privilege 1
aaa authentication http console LOCAL
interface Management0/0
 nameif management
http server enable
http 127.0.0.0 255.0.0.0 management
"""

AAA_LINE = "aaa authentication http console LOCAL"
LOCAL_LINE = "ip http authentication local"

# Peers that are no lab device, by the row that needs one in every column.
REACHING = {
    "nobody routed": ("no-route", "Unreachable/no_route"),
    "port closed": ("closed", "Unreachable/refused"),
    "silent host": ("silent", LATE),
    "closes at once": ("closes", CLOSED),
    "wrong protocol": ("foreign", FOREIGN),
}


def reaching_cells() -> "list[Cell | NotPossible]":
    return [
        Cell(row, column, expected, expected, peer=peer)
        for row, (peer, expected) in REACHING.items()
        for column in COLUMNS
    ]


def identity_of(column: str) -> tuple[str, ...]:
    return ("--fingerprint", "SHA256:" + (":".join(["AA"] * 32) if "https" in column else "A" * 43))


def login_cell(row: str, column: str) -> "Cell | NotPossible":
    web = column in WEB
    match row:
        case "wrong password":
            return Cell(row, column, *twice("LoginRefused/wrong_login"), password=WRONG_PASSWORD)
        case "wrong enable password":
            if not web:
                return Cell(
                    row, column, *twice("LoginRefused/wrong_enable_password"), enable=WRONG_PASSWORD
                )
            # Without AAA the enable password is what these log in with: an ASA without a name.
            asa = column == "https asa"
            return Cell(
                row, column, *twice(f"LoginRefused/wrong_{'enable_password' if asa else 'login'}"),
                username="" if asa else "anybody", password=WRONG_PASSWORD, enable=None,
                without=(AAA_LINE, LOCAL_LINE),
            )  # fmt: skip
        case "too little privilege":
            if column == "console":
                # A console goes up without a password, so here nobody asks it to.
                return Cell(row, column, "LoginRefused/too_little_privilege", OK, enable=None)
            if web:
                # IOS answers as to a wrong password; the message then names both.
                diagnosis = "too_little_privilege" if column == "https asa" else "wrong_login"
                return Cell(row, column, *twice(f"LoginRefused/{diagnosis}"), username="guest")
            return Cell(
                row, column, *twice("LoginRefused/too_little_privilege"),
                without=(f"enable secret {lab.ENABLE_PASSWORD}",),
            )  # fmt: skip
        case "changed identity":
            if column not in SSH and "https" not in column:
                return NotPossible("nothing shows who it is")
            return Cell(row, column, *twice("HostKeyChanged/identity_changed"), more=identity_of(column))
        case "crypto mismatch":
            if column == "ssh":
                settings = (("crypto", "legacy"),)
                return Cell(row, column, *twice("Unsupported/crypto_mismatch"), settings=settings)
            if column == "ssh1":
                return Cell(row, column, *twice("Unsupported/crypto_mismatch"), more=("--no-allow-ssh1",))
            if column == "https asa":
                return Cell(
                    row, column, *twice("Unsupported/crypto_mismatch"), settings=(("licence", "k8"),)
                )
            if column == "https ios":
                return Cell(row, column, *twice("Unsupported/crypto_mismatch"), peer="old-tls")
            return NotPossible("nothing is encrypted")
        case "odd prompt":
            if web:
                return NotPossible("there is no prompt")
            return Cell(row, column, *twice(LOST), config=ODD_PROMPT, stays=STAYS * (column == "console"))
    raise KeyError(row)


LOGINS = (
    "wrong password",
    "wrong enable password",
    "too little privilege",
    "changed identity",
    "crypto mismatch",
    "odd prompt",
)


def twice(expected: str) -> tuple[str, str]:
    return expected, expected


# The lab's own faults.
ON_TERMINALS = {
    "slow-bytes": twice(OK),
    "hostile-banner": twice(OK),
    "log-noise": twice(OK),
    "wrong-width": twice(OK),
    "drop-after:0": twice(CLOSED),
    "drop-after:400": twice(CUT_OFF),
    "stall-after:0": twice(LATE),
    "stall-after:400": twice(LOST),
    "endless-output": twice(LOST),
    "changed-host-key": (OK, "HostKeyChanged/identity_changed"),
}
ON_WEB = {
    "slow-body": twice(OK),
    "user-agent-400": twice(FOREIGN),
    "redirect": twice(FOREIGN),
    "stall": twice(LATE),
    "cut-body:20": twice(CUT_OFF),
    "wrong-length:100": twice(LATE),
    "expired-certificate": twice("Unauthenticated/certificate_dates"),
    "errors-inside:2": (OK, REJECTED),  # `test` posts one command
}
# An ASA has its own answer to programs that are not on its list, and closes behind each answer.
ON_ASA = ON_WEB | {
    "user-agent-400": twice("LoginRefused/client_not_listed"),
    "wrong-length:100": twice(CUT_OFF),
}
WEB_HAS = {"slow-bytes": "slow-body", "drop-after": "cut-body", "stall-after": "stall"}


def fault_cell(fault: str, column: str) -> "Cell | NotPossible":
    web = column in WEB
    if web and fault == "endless-output":
        return Cell(fault, column, *twice("Unsupported/too_much_output"), peer="endless-page")
    if web and fault in ON_TERMINALS:
        own = WEB_HAS.get(fault.split(":")[0])
        return NotPossible(f"there it is {own}" if own else "no terminal")
    if not web and fault in ON_WEB:
        return NotPossible("no web server")
    if fault == "changed-host-key" and column not in SSH:
        return NotPossible("no host key")
    if fault == "expired-certificate" and column == "http ios":
        return NotPossible("no certificate")
    if fault.startswith("errors-inside") and column == "https asa":
        return NotPossible("test and run post nothing; see test_asa_https")
    expected = (ON_ASA if column == "https asa" else ON_WEB if web else ON_TERMINALS)[fault]
    if fault == "drop-after:0" and column == "ssh1":
        expected = twice(CUT_OFF)  # plink says no more
    lost = column == "console" and expected[0] in (CUT_OFF, LOST)
    return Cell(fault, column, *expected, faults=(fault,), stays=STAYS * lost)


def cells() -> "list[tuple[str, list[Cell | NotPossible]]]":
    """Row by row, each with one entry a column."""
    table = []
    reaching = reaching_cells()
    for number, row in enumerate(REACHING):
        table.append((row, reaching[number * len(COLUMNS) : (number + 1) * len(COLUMNS)]))
    for row in LOGINS:
        table.append((row, [login_cell(row, column) for column in COLUMNS]))
    for fault in (*ON_TERMINALS, *ON_WEB):
        table.append((fault, [fault_cell(fault, column) for column in COLUMNS]))
    return table
