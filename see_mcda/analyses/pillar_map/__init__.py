"""Winner under every mix of three branches."""
