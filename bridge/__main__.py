"""`python -m bridge` and the command `bridge`."""

try:  # loading takes a second, in which a person may think better of it
    from bridge.cli.commands import cli
except KeyboardInterrupt:
    raise SystemExit(130) from None


def main() -> None:
    """Run the command."""
    cli()


if __name__ == "__main__":
    main()
