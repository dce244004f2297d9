"""An empty folder goes in; a workspace with the worked examples comes out, with settings for editors of its text."""

import json
import shutil
from pathlib import Path

from commissioning.contract.schema import contract_schema, finance_schema, organisations_schema, policies_schema
from commissioning.errors import CommissioningError
from commissioning.work.shipped import shipped

EXAMPLES = ("contracts", "returns", "extracts")
"""The folders of worked examples: contract text, what providers send back, and what a general ledger gives."""
SCHEMAS = {
    "contract.json": contract_schema,
    "organisations.json": organisations_schema,
    "policies.json": policies_schema,
    "finance.json": finance_schema,
}
EDITOR_SETTINGS = """# Tells editors that use Taplo (Even Better TOML among them) which keys contract text may hold.
# Written anew after an update of the engine: commissioning schema -o schemas/contract.json
[[rule]]
include = ["contracts/*.toml"]
exclude = ["contracts/organisations.toml", "contracts/policies.toml", "contracts/finance.toml"]
schema = { path = "schemas/contract.json" }

[[rule]]
include = ["contracts/organisations.toml"]
schema = { path = "schemas/organisations.json" }

[[rule]]
include = ["contracts/policies.toml"]
schema = { path = "schemas/policies.json" }

[[rule]]
include = ["contracts/finance.toml"]
schema = { path = "schemas/finance.json" }
"""


def lay_out_workspace(folder: Path) -> tuple[str, ...]:
    """Copy the worked examples into a folder that holds none, and say what was laid out."""
    made = []
    for name in (*EXAMPLES, "schemas", ".taplo.toml"):
        target = folder / name
        if target.exists():
            raise CommissioningError(f"{target} is there already and was left as it is; name a new folder.")
    for name in EXAMPLES:
        shutil.copytree(shipped(name), folder / name)
        made.append(f"{folder / name}: {sum(path.is_file() for path in (folder / name).rglob('*'))} files")
    _settle_editors(folder)
    return (*made, f"{folder / 'schemas'}: the keys of contract text, for your editor")


def _settle_editors(folder: Path) -> None:
    """Schemas of contract text, and the settings by which an editor finds them."""
    (folder / "schemas").mkdir()
    for name, schema in SCHEMAS.items():
        text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
        (folder / "schemas" / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / ".taplo.toml").write_text(EDITOR_SETTINGS, encoding="utf-8", newline="\n")
