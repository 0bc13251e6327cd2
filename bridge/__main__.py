"""`python -m bridge` and the command `bridge`."""

from bridge.cli.commands import cli


def main() -> None:
    """Run the command."""
    cli()


if __name__ == "__main__":
    main()
