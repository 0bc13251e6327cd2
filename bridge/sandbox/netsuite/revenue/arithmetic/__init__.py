"""The arithmetic of revenue: terms, periods, spreading and sharing, without any records."""
